#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the page that somebody with a board sends (`make task-selftest`): what it says
# of the two machines that are here and of one that is broken, and that its checksum is one of the
# page; and that nobody writes to memory of a Raspberry Pi's firmware or GPU.
. "$(dirname "$0")/../lib.sh"
takes_turn 3

# The checksum of a page, by another program than the one that printed it.
checksum() {
    sed '/^SELFTEST [PF]A/d' "$1" | awk -f bench/log/adler32.awk
}

# page NAME ARGUMENTS OF RUN_UNTIL'S...: boots it, and checks what all pages have.
page() {
    local name=$1
    shift
    boot "$work/$name" "$@" "$build/test/selftest-$name/loader.img" \
        '^SELFTEST (PASS|FAIL) |^Bulkhead' "$limit"
    expect_line "$work/$name" "^SELFTEST (PASS|FAIL) .* checksum $(checksum "$work/$name")\$"
    expect_line "$work/$name" '^interrupt  idle ([0-9]+ ){3}ns: least, median, most of 1000$'
    expect_line "$work/$name" '^interrupt  busy ([0-9]+ ){3}ns: '
}

page virt
expect_line "$work/virt" '^SELFTEST BEGIN Bulkhead [0-9.]*, qemu_virt_aarch64_el1, benchmark$'
expect_line "$work/virt" '^core       Cortex-A53 r0p4, MIDR 0x410fd034, '
expect_line "$work/virt" '^started    at EL2, the kernel runs at EL1$'
expect_line "$work/virt" '^cache      L1 data 32 KiB, 4 ways, lines of 64 bytes'
expect_line "$work/virt" '^cache      L1 instructions 32 KiB, '
expect_line "$work/virt" '^memory     2048 MiB, '
expect_line "$work/virt" '^timer      62500000 Hz by CNTFRQ_EL0, 62[45][0-9]+ Hz by the real-time'
expect_line "$work/virt" '^ram        addresses \.{16} complements \.{16}$'
expect_line "$work/virt" '^ram        [0-9]+ MiB in [0-9]+ blocks, .* wrong words: 0$'
expect_line "$work/virt" '^SELFTEST PASS 14 of 14 checks, checksum '
# Where QEMU counts instructions, one takes a cycle of 1 GHz: the same figures.
for row in null_syscall yield call_and_reply notify_nobody map retype_1 switch_2_ready; do
    expect_line "$work/virt" "^CYCLES $row [1-9][0-9]* [1-9][0-9]* [1-9][0-9]* instructions [1-9]"
done
for row in retype_1 retype_16 retype_256 revoke_1 revoke_100 revoke_10000 map unmap switch_2_ready \
    switch_200_ready signal_wakes; do
    expect_line "$work/virt" "^CYCLES $row mean [1-9][0-9.]* instructions [1-9][0-9.]*$"
done
expect_line "$work/virt" '^CYCLES timer_tick mean [1-9][0-9.]*$'
awk '$1 != "CYCLES" || $2 == "timer_tick" { next }
    $3 == "mean" { $3 = $4; $5 = $4; $7 = $6 }
    $5 < $4 || $4 < $3 || $4 > $7 + 20 || $7 > $4 + 20 { print }' "$work/virt" >"$work/odd"
[ ! -s "$work/odd" ] || fail "cycles and instructions differ: $(head -n 1 "$work/odd")"

# Memory that loses a bit, and an address at which nothing answers (bench/selftest/bad/).
page bad --el1
expect_line "$work/bad" '^started    at EL1, '
expect_line "$work/bad" '^ram        .* wrong words: [1-9][0-9]$'
expect_line "$work/bad" '^ram        the first at 0x[0-9a-f]*678: 0x([0-9a-f]+)([048c])bffff987, '
expect_line "$work/bad" '^WRONG      memory keeps what is written$'
expect_line "$work/bad" '^WRONG      the self-test has a fault, at address 0x700000000, by '
expect_line "$work/bad" '^WRONG      it came to its end$'
expect_line "$work/bad" '^SELFTEST FAIL 6 of 8 checks, checksum '

need_qemu_for rpi4b_2gb

# The machine's memory is a file, in which what is the firmware's and the GPU's is full of a text:
# the self-test writes to each block of memory that it is given, and the text has to stay.
kept='0x0:0x1000 0x3b400000:0x40000000'
# fill START END
fill() {
    yes 'kept so' | head -c $(($2 - $1)) |
        dd of="$work/ram" bs=4096 seek=$(($1 / 4096)) conv=notrunc 2>/dev/null
}
# sums RANGE...: a checksum of each.
sums() {
    local range
    for range in "$@"; do
        dd if="$work/ram" bs=4096 skip=$((${range%:*} / 4096)) \
            count=$(((${range#*:} - ${range%:*}) / 4096)) 2>/dev/null | cksum
    done
}
# Loaded as U-Boot does, for QEMU's way of firmware writes code of its own to the first page.
dd if=/dev/zero of="$work/ram" bs=1 count=0 seek=$((0x80000000)) 2>/dev/null
fill 0x0 0x1000
fill 0x3b400000 0x40001000
# shellcheck disable=SC2086  # ranges
before=$(sums $kept)
given=$(sums 0x40000000:0x40001000)
page rpi4 --board rpi4b_2gb --at 0x10000000 --qemu -machine --qemu raspi4b,memory-backend=ram \
    --qemu -object --qemu "memory-backend-file,id=ram,size=2G,share=on,mem-path=$work/ram"
# shellcheck disable=SC2086
[ "$(sums $kept)" = "$before" ] || fail 'memory of the firmware or the GPU was written to'
# That file is the memory: the page behind the GPU's was given away, and is another.
[ "$(sums 0x40000000:0x40001000)" != "$given" ] ||
    fail 'the self-test wrote nothing to the first page of the second bank'
rm "$work/ram"
expect_line "$work/rpi4" '^SELFTEST BEGIN Bulkhead [0-9.]*, rpi4b_2gb, benchmark$'
expect_line "$work/rpi4" '^core       Cortex-A72 r0p3, MIDR 0x410fd083, '
expect_line "$work/rpi4" '^started    at EL3, the kernel runs at EL1$'
expect_line "$work/rpi4" '^cache      L1 data 32 KiB, [24] ways, lines of 64 bytes'
expect_line "$work/rpi4" '^memory     1972 MiB, '
expect_line "$work/rpi4" '^timer      54000000 Hz by CNTFRQ_EL0, 555[0-9]+ Hz by the BCM2711'
expect_line "$work/rpi4" '^CYCLES revoke_10000 mean [1-9][0-9.]* instructions [1-9][0-9.]*$'
expect_line "$work/rpi4" '^timer      as an emulator has it, whose ticks are whole nanoseconds: 18$'
expect_line "$work/rpi4" '^SELFTEST PASS 14 of 14 checks, checksum '
