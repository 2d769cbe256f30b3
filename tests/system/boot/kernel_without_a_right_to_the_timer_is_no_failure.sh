#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: demonstrations that pass on seL4, where every thread may set the physical
# timer, and say so.  A kernel of ours that knows no flag for it stands in for seL4.
. "$(dirname "$0")/../lib.sh"
takes_turn 3

folders=$(sed -n 's#^include \([a-z0-9_]*\)/.*#\1#p' Makefile | sort -u)
mkdir "$work/sources"
# shellcheck disable=SC2086  # names without blanks
cp -R Makefile libsel4 $folders "$work/sources"
chmod -R u+w "$work/sources"
flags=kernel/core/tcb.c
sed 's/ | bulkhead_TCBFlag_physicalTimerDisabled//' $flags >"$work/sources/$flags"
! cmp -s $flags "$work/sources/$flags" || fail "$flags: nothing was changed"
kernel=sdk/board/$board/debug/elf/sel4.elf
make_afresh -C "$work/sources" BUILD=build "build/$kernel" >"$work/log" 2>&1 ||
    fail "$(tail -n 1 "$work/log") (in $work/log)"

# image TASK DESCRIPTION
image() {
    "$sdk/bin/microkit" "demos/$1/$2" --search-path "$build/test/$1" --board "$board" \
        --config debug --override-kernel "$work/sources/build/$kernel" \
        -o "$work/$1.img" -r "$work/$1.txt"
    boot "$work/$1" "$work/$1.img" '^TASK[0-9]+ [A-Z]+ ' "$limit"
    expect_line "$work/$1.txt" '^ *[(]all, on a kernel that does not have this right'
    expect_line "$work/$1" '^initialiser: this kernel lets every thread set the physical timer$'
    expect_line "$work/$1" '^TASK[0-9]+ PASS ([0-9]+)/\1 checks$'
}

image task3 system_with_logger.xml
expect_line "$work/task3" \
    "^warden: this kernel leaves it to everybody; the prober could stop a neighbour's timer\$"
image task4 system_fault.xml
expect_line "$work/task4" \
    '^handler: ok    it stopped it, for this kernel leaves that timer to everybody$'
