#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: boot loaders that put the image elsewhere than it is linked: far away, not on
# a page boundary, and so that the two places overlap, with other things than zeros where it goes.
. "$(dirname "$0")/../lib.sh"

# starts ADDRESS FREE ARGUMENT OF RUN_UNTIL'S...: with letters at FREE, where the image goes.
yes 0123456789abcde | head -n 2048 >"$work/letters" # 32 KiB
starts() {
    local transcript=$work/from-$1 address=$1 free=$2
    shift 2
    boot "$transcript" --at "$address" "$@" \
        --qemu -device --qemu "loader,file=$work/letters,addr=$free" \
        "$build/test/task2/loader.img" '^TASK2 (PASS|FAIL) |^Bulkhead' "$limit"
    diff demos/task2/expected.txt "$transcript" >"$transcript.difference" ||
        fail "the transcript differs from demos/task2/expected.txt:" \
            "$(sed -n 2p "$transcript.difference") (in $transcript)"
}
starts 0x40100000 0x70000000
starts 0x90000010 0x70000000 --el1
starts 0x70008000 0x70000000
starts 0x6fff9230 0x70080000 --qemu -machine --qemu secure=on
