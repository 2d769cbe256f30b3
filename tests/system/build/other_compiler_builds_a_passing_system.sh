#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: building with clang and lld where gcc is the default, and the other way round.
. "$(dirname "$0")/../lib.sh"

case $TARGET_CC in
*gcc) other=(LLVM=1) ;;
*) other=(LLVM= "CROSS_COMPILE=${OTHER_PREFIX:-aarch64-linux-gnu-}") ;;
esac
if ! env "${other[@]}" scripts/toolchain.sh --check; then
    echo "SKIP $(basename "$0" .sh): the other compiler (${other[*]}) is not installed"
    exit 0
fi
make_afresh BUILD="$work/b" "${other[@]}" task2 >"$work/log" 2>&1 || fail "$(tail -n 1 "$work/log")"
boot "$work/transcript" "$work/b/task2/loader.img" '^TASK2 (PASS|FAIL) ' "$limit"
diff demos/task2/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task2/expected.txt: $(sed -n 2p "$work/difference")"
