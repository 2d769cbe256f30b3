#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: building with clang and lld where gcc is the default, and the other way round.
. "$(dirname "$0")/../lib.sh"
takes_turn 2

case $TARGET_CC in
*gcc) other=(LLVM=1) ;;
*) other=(LLVM= "CROSS_COMPILE=${OTHER_PREFIX:-aarch64-linux-gnu-}") ;;
esac
if ! env "${other[@]}" scripts/toolchain.sh --check; then
    echo "SKIP $(basename "$0" .sh): the other compiler (${other[*]}) is not installed"
    exit 0
fi
make_afresh BUILD="$work/b" "${other[@]}" task2 task6 >"$work/log" 2>&1 ||
    fail "$(grep -m 1 -i error "$work/log") (in $work/log)"
for task in task2 task6; do
    boot "$work/$task" "$work/b/$task/loader.img" '^TASK[0-9] (PASS|FAIL) ' "$limit"
    diff "demos/$task/expected.txt" "$work/$task" >"$work/difference" ||
        fail "the transcript differs from demos/$task/expected.txt: $(sed -n 2p "$work/difference")"
done
