#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the memory of Raspberry Pis that QEMU does not emulate, and that nobody has
# booted: what the SDK says of it to builders, and what the tool does with it.
. "$(dirname "$0")/../lib.sh"

gib=$((1 << 30))
first="4096-$((0x3b400000))" # behind the firmware's page, up to what is the GPU's
second=$((0x40000000))
below_devices=$((0xfc000000))

# banks BOARD: START-END of each, without what is reserved, as platform_gen.json has them.
banks() {
    sed -n '/"memory"/,$s/.*"start": \([0-9]*\), "end": \([0-9]*\).*/\1-\2/p' \
        "$sdk/board/$1/debug/platform_gen.json" | tr '\n' ' '
}
# has BOARD BANK...
has() {
    local board=$1 found
    shift
    found=$(banks "$board")
    [ "$found" = "$* " ] || fail "$board: memory is said to be $found, expected $*"
}
has rpi4b_1gb "$first"
has rpi4b_2gb "$first" "$second-$((2 * gib))"
has rpi4b_4gb "$first" "$second-$below_devices"
has rpi4b_8gb "$first" "$second-$below_devices" "$((4 * gib))-$((8 * gib))"

# The tool's map of memory is in one piece over each bank, and ends with it: with a page at each of
# the bank's ends in it.
for board in rpi4b_1gb rpi4b_2gb rpi4b_4gb rpi4b_8gb; do
    for bank in $(banks $board); do
        printf '%s\n' "${bank%-*}" "$((${bank#*-} - 4096))"
    done >"$work/$board.pages"
    vaddr=$((0x10000000))
    {
        echo '<system>'
        while read -r page; do
            echo "<memory_region name=\"at_$page\" size=\"0x1000\" phys_addr=\"$page\" />"
        done <"$work/$board.pages"
        echo '<protection_domain name="server"><program_image path="server.elf" />'
        echo '<map mr="ring" vaddr="0x4000000" perms="rw" setvar_vaddr="exchange_vaddr" />'
        echo '<map mr="ring" vaddr="0x4001000" perms="rw" setvar_vaddr="report_vaddr" />'
        while read -r page; do
            echo "<map mr=\"at_$page\" vaddr=\"$vaddr\" perms=\"rw\" />"
            vaddr=$((vaddr + 0x1000))
        done <"$work/$board.pages"
        echo '</protection_domain><memory_region name="ring" size="0x1000" /></system>'
    } >"$work/$board.system"
    "$sdk/bin/microkit" "$work/$board.system" --search-path "$build/test/rpi4/task2" \
        --board $board --config debug -o "$work/$board.img" -r "$work/$board.txt" \
        >"$work/$board.log" 2>&1 || fail "$board: $(head -n 1 "$work/$board.log")"
    while read -r page; do
        line=$(printf '^  0x%012x to 0x%012x .* region at_%d$' "$page" $((page + 4096)) "$page")
        expect_line "$work/$board.txt" "$line"
    done <"$work/$board.pages"
done
