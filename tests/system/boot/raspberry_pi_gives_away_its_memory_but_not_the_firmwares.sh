#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: both banks of a Raspberry Pi's memory from end to end, as the tool says in
# advance and the kernel does; and that nobody gets what is the GPU's, the firmware's or the
# interrupt controller's.
. "$(dirname "$0")/../lib.sh"
need_qemu_for rpi4b_2gb
board=rpi4b_2gb
build_example hello debug

# build NAME PAGE...: a system with these pages; the tool's word on it is in $work/NAME.log.
build() {
    local name=$1 page vaddr=$((0x10000000))
    shift
    {
        echo '<system>'
        for page in "$@"; do
            echo "<memory_region name=\"at_$page\" size=\"0x1000\" phys_addr=\"$page\" />"
        done
        echo '<protection_domain name="hello"><program_image path="hello.elf" />'
        for page in "$@"; do
            vaddr=$((vaddr + 0x1000))
            echo "<map mr=\"at_$page\" vaddr=\"$vaddr\" perms=\"r\" />"
        done
        echo '</protection_domain></system>'
    } >"$work/$name.system"
    "$sdk/bin/microkit" "$work/$name.system" --search-path "$work/debug" --board $board \
        --config debug -o "$work/$name.img" -r "$work/$name.txt" >"$work/$name.log" 2>&1
}

# The first and the last page of each bank, and of devices around what is kept.
build edges 0x1000 0x3b3ff000 0x40000000 0x7ffff000 0x80000000 0xfe215000 0xff840000 0xff848000 ||
    fail "$(head -n 1 "$work/edges.log")"
boot "$work/edges" --board $board --at 0x10000000 "$work/edges.img" \
    '^(hello, world|initialiser: the system was not started)$' "$limit"
expect_line "$work/edges" '^hello, world$'
expect_line "$work/edges.txt" "firmware's first page"

refused() {
    if build refused "$1"; then fail "$1 is given away"; fi
    expect_line "$work/refused.log" "'at_$1' lies where the $2 is"
}
refused 0x0 "firmware's first page"
refused 0x3b400000 "GPU's memory"
refused 0x3ffff000 "GPU's memory"
refused 0xff841000 'interrupt controller'
refused 0xff847000 'interrupt controller'
