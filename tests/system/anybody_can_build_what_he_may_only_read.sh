#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a build and tests without root's rights and from sources that are read-only,
# which write nothing but what is below BUILD; and a refusal of a BUILD that make would misread.
. "$(dirname "$0")/lib.sh"

for name in 'a b' '' a:b a%b; do
    expect_failure "$work/log" make --no-print-directory BUILD="$name" sdk
    expect_line "$work/log" "BUILD is '$name'; expected the path of a folder, without blanks"
done

copy_sources "$work/tree"
mkdir "$work/b"
top=$(cd "$work" && pwd)
trap 'chmod -R u+w "$top/tree"' EXIT
chmod -R a-w "$work/tree"
user=
if [ "$(id -u)" -eq 0 ]; then
    chown -R nobody "$work/tree" "$work/b"
    user='setpriv --reuid=nobody --regid=nogroup --clear-groups'
    if ! $user test -r "$top/tree/Makefile" 2>"$work/log"; then
        echo "SKIP build_without_rights: setpriv makes nobody of root who can read $top"
        user=
    fi
fi

# as_user COMMAND...: in the copy, without rights if that can be had.
as_user() {
    (cd "$work/tree" && exec $user env HOME=/nonexistent "$@") >"$work/log" 2>&1 ||
        fail "$(tail -n 1 "$work/log") (in $work/log)"
}
touch "$work/started"
as_user make -j2 BUILD="$top/b" CFLAGS="$CFLAGS" task2 "$top/b/test/compare/test_input"
# What is there is written anew.
as_user make BUILD="$top/b" CFLAGS="$CFLAGS" -W libmicrokit/microkit.ld \
    "$(find "$top/b/sdk" -name microkit.ld | head -n 1)"
# A test that says nothing of BUILD builds in its own folder.
# shellcheck disable=SC2016  # for the test that is written
printf '%s\n' '#!/usr/bin/env bash' ". '$top/tree/tests/system/lib.sh'" \
    'make_afresh "$work/b/sdk/VERSION" >"$work/log"' >"$work/b/any_test.sh"
chmod +x "$work/b/any_test.sh"
as_user env BUILD="$top/b" CFLAGS="$CFLAGS" TEST_JOBS=1 tests/run.sh "$top/b/test/log" \
    "$top/b/test/compare/test_input" tests/system/unwritable_build_folder_is_explained.sh \
    tests/system/missing_compiler_is_explained.sh "$top/b/any_test.sh"
written=$(find "$work/tree" -newer "$work/started" -print | head -n 3)
[ -z "$written" ] || fail "written to the sources: $written"
[ -z "$(ls "$work/b/test/log/temporary")" ] || fail "temporary files were left"
echo "PASS $(basename "$0" .sh)"
