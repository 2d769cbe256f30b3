#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Each entry into the kernel sets PSTATE.PAN on a processor that has it, and works on one that has
# not.  QEMU's list of exceptions has the state that each began with; PAN is bit 22.
# shellcheck source=tests/system/lib.sh
. "$(dirname "$0")/../lib.sh"

# entries PROCESSOR: boots Task 2 there; prints how many exceptions were taken to EL1, and how many
# of these set PAN.
entries() {
    boot "$work/$1.txt" --qemu -cpu --qemu "$1" --qemu -d --qemu int --qemu -D \
        --qemu "$work/$1.log" "$BUILD/test/task2/loader.img" '^TASK2 PASS' "$limit"
    sed -n 's/.*to EL1 PC.* PSTATE 0x\([0-9a-f]*\).*/\1/p' "$work/$1.log" >"$work/$1.states"
    echo "$(wc -l <"$work/$1.states" | tr -d ' ') $(grep -c '^4.....$' "$work/$1.states")"
}

read -r all with <<<"$(entries neoverse-n1)"
[ "$all" -gt 1000 ] || fail "expected more than 1000 exceptions, found $all"
[ "$with" -eq "$all" ] || fail "$with of $all exceptions on a Neoverse-N1 set PAN"
read -r all with <<<"$(entries cortex-a53)"
[ "$all" -gt 1000 ] || fail "expected more than 1000 exceptions, found $all"
[ "$with" -eq 0 ] || fail "$with of $all exceptions on a Cortex-A53 set PAN"
