#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a build that goes on where a newer compiler warns of something new, and a CI
# that stops there.
. "$(dirname "$0")/../lib.sh"
unset WERROR

# A source of each kind of unit: of the SDK's tool, of the kernel, of a test and of an example.
copy_sources "$work/tree"
for source in tool/base/names.c kernel/core/err.c tests/tool/make_elf.c example/hello/hello.c; do
    echo 'int no_answer(void) { }' >>"$work/tree/$source"
done
sdk_path=$(cd "$sdk" && pwd)
cd "$work/tree"
work=..
objects="b/obj/tool/tool/base/names.c.o b/obj/test/tool/tests/tool/make_elf.c.o
    b/obj/kernel/qemu_virt_aarch64_el1/debug/kernel/core/err.c.o"

# shellcheck disable=SC2086
for object in $objects; do
    for setting in '' 0; do
        make_afresh BUILD=b WERROR=$setting $object >"$work/log" 2>&1 ||
            fail "WERROR='$setting': a warning stops the build of $object"
        [ -n "$setting" ] || expect_line "$work/log" 'warning: .*-Wreturn-type'
    done
    # What is built already is not built anew for that.
    rm -f "$object"
    expect_failure "$work/log" make_afresh BUILD=b WERROR=1 $object
    expect_line "$work/log" 'error: .*-Werror.*return-type'
    WERROR=1 expect_failure "$work/log" make_afresh BUILD=b $object
done
make -C example/hello MICROKIT_SDK="$sdk_path" CC="$TARGET_CC" LD="$TARGET_LD" \
    >"$work/log" 2>&1 || fail "a warning stops an example: $(tail -n 1 "$work/log")"
expect_line "$work/log" 'warning: .*-Wreturn-type'

# CI runs the README's command, with warnings for errors.
# shellcheck disable=SC2016  # for the program that is written
program bin/make 'echo "$* WERROR=$WERROR"'
[ "$(PATH=$PWD/bin:$PATH .ci/run)" = "setup test WERROR=1" ] || fail ".ci/run runs something else"
grep -qE '^    make setup test( +#|$)' README.md ||
    fail "README.md has another command for the tests"
