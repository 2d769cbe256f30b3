#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a build and tests without root's rights and from sources that are read-only,
# in a folder of any name, which write nothing but what is below BUILD; and a refusal of a BUILD
# that make or a shell would misread.
. "$(dirname "$0")/../lib.sh"
takes_turn 2
export CCACHE_DISABLE=1 # its folder is not for anybody

for name in 'a b' '' a:b a%b "it's"; do
    expect_failure "$work/log" make --no-print-directory BUILD="$name" sdk
    expect_line "$work/log" "BUILD is '$name'; expected the path of a folder, without blanks"
done

top="$(cd "$work" && pwd)/it's here"
tree=$top/tree
mkdir -p "$top/b"
copy_sources "$tree"
trap 'chmod -R u+w "$tree"' EXIT
chmod -R a-w "$tree"
user=
if [ "$(id -u)" -eq 0 ]; then
    chown -R nobody "$tree" "$top/b"
    user='setpriv --reuid=nobody --regid=nogroup --clear-groups'
    if ! $user test -r "$tree/Makefile" 2>"$work/log"; then
        echo "SKIP build_without_rights: setpriv makes nobody of root who can read $top"
        user=
    fi
fi

# as_user COMMAND...: in the copy, without rights if that can be had.
as_user() {
    (cd "$tree" && exec $user env HOME=/nonexistent "$@") >"$work/log" 2>&1 ||
        fail "$(tail -n 1 "$work/log") (in $work/log)"
}
touch "$work/started"
as_user make -j2 BUILD=../b CFLAGS="$CFLAGS" task2 ../b/test/compare/test_input
# What is there is written anew.
as_user make BUILD=../b CFLAGS="$CFLAGS" -W libmicrokit/microkit.ld \
    "$(cd "$tree" && find ../b/sdk -name microkit.ld | head -n 1)"
# A test that says nothing of BUILD builds in its own folder.
# shellcheck disable=SC2016  # for the test that is written
printf '%s\n' '#!/usr/bin/env bash' ". \"$tree/tests/system/lib.sh\"" \
    'make_afresh "$work/b/sdk/VERSION" >"$work/log"' >"$top/b/any_test.sh"
chmod +x "$top/b/any_test.sh"
as_user env BUILD=../b CFLAGS="$CFLAGS" TEST_JOBS=1 tests/run.sh ../b/test/log \
    ../b/test/compare/test_input tests/system/build/unwritable_build_folder_is_explained.sh \
    tests/system/setup/missing_compiler_is_explained.sh ../b/any_test.sh
written=$(find "$tree" -newer "$work/started" -print | head -n 3)
[ -z "$written" ] || fail "written to the sources: $written"
[ -z "$(ls "$top/b/test/log/temporary")" ] || fail "temporary files were left"
echo "PASS $(basename "$0" .sh)"
