#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: building the demonstration with an SDK that is not in build/.  A copy of ours
# stands in for it, without what only later Microkit releases have; it makes the same image.
. "$(dirname "$0")/lib.sh"

cp -R "$sdk" "$work/sdk"
make_afresh BUILD="$work/b" task2 MICROKIT_SDK="$work/sdk" >"$work/log" 2>&1 ||
    fail "$(tail -n 1 "$work/log")"
expect_line "$work/log" "with the SDK in $work/sdk"
[ ! -e "$work/b/sdk" ] || fail "our own SDK was built too"
cmp "$build/test/task2/loader.img" "$work/b/task2/loader.img"
