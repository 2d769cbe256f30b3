#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the demonstrations on the Raspberry Pi 4, whose interrupts, timer, console and
# memory are others, with the same transcripts but for the addresses at which it has these.
. "$(dirname "$0")/../lib.sh"
need_qemu_for rpi4b_2gb

# on_this_board: a transcript with the addresses of virt and a kernel at EL1, with this board's.
on_this_board() {
    sed -e 's/^\(.* UART, \)0x9000000:/\10xfe215000:/' \
        -e 's/ 0x9000000 the UART:/ 0xfe215000 the UART:/' \
        -e 's/ 0x8000000 interrupt distributor:/ 0xff841000 interrupt distributor:/' \
        -e 's/ 0x8010000 interrupt interface:/ 0xff842000 interrupt interface:/' \
        -e 's/ 0x40000000 where memory begins:/ 0x0 where memory begins:/' \
        -e 's/ 0x70000000 the boot image/ 0x10000000 the boot image/' \
        -e 's/^\(handler: read of \)0x9000000 by/\10xfe215000 by/'
}

# Not as firmware starts it: the cores that wait in its code would take most of this machine's time.
# And not by a clock that counts instructions, by which QEMU waits long with four cores.
for task in 2 3 4 5; do
    transcript=$work/task$task
    boot_by_this_clock "$transcript" --board rpi4b_2gb --at 0x10000000 \
        "$build/test/rpi4/task$task/loader.img" "^TASK$task (PASS|FAIL) " "$limit"
    without_figures "$transcript" >"$transcript.lines"
    expected_at_el1 $task | on_this_board | diff - "$transcript.lines" \
        >"$transcript.difference" ||
        fail "the transcript differs from demos/task$task/expected.txt:" \
            "$(sed -n 2p "$transcript.difference") (in $transcript)"
done
