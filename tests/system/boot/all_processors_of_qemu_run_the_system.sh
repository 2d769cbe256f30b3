#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the image starts on other processors than the one that it is built for,
# at EL1, EL2 and EL3: their features are left off or out of the way of what users do.
. "$(dirname "$0")/../lib.sh"
takes_turn 2

# All that are 64-bit and of the A profile; QEMU has more of them from release to release.
"${QEMU:-qemu-system-aarch64}" -machine virt -cpu help | tr -s ' ' '\n' |
    grep -E '^(max|a64fx|cortex-a[0-9]+|neoverse-[nv][0-9])$' |
    grep -vE '^cortex-a(5|7|8|9|15|17|32)$' >"$work/processors"

# runs PROCESSOR LEVEL ARGUMENT OF RUN_UNTIL'S...
runs() {
    local transcript=$work/$1-$2 processor=$1
    shift 2
    boot "$transcript" "$@" --qemu -cpu --qemu "$processor,cntfrq=62500000" \
        "$build/test/task2/loader.img" '^TASK2 (PASS|FAIL) |^Bulkhead|PANIC' "$limit"
    diff demos/task2/expected.txt "$transcript" >"$transcript.difference" ||
        fail "the transcript differs from demos/task2/expected.txt:" \
            "$(sed -n 2p "$transcript.difference") (in $transcript)"
}

while IFS= read -r processor; do
    runs "$processor" el1 --el1
    runs "$processor" el2
    runs "$processor" el3 --qemu -machine --qemu secure=on
done <"$work/processors"
for processor in cortex-a53 cortex-a72 max; do
    grep -qx "$processor" "$work/processors" || fail "QEMU has no $processor: $work/processors"
done

# The kernel's own tests try every register and system instruction that a user can name, on what has
# most of them: none ends at EL2 or EL3.
boot "$work/registers" --icount --qemu -machine --qemu secure=on --qemu -cpu \
    --qemu max,cntfrq=62500000 "$build/test/kernel-task/loader.img" \
    '^KERNEL TESTS DONE|^Bulkhead' "$limit"
grep -E '^FAIL ' "$work/registers" || :
expect_line "$work/registers" '^KERNEL TESTS DONE ([0-9]+) of \1$'
