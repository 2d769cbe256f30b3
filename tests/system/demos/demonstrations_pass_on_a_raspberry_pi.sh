#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the demonstrations on the Raspberry Pi 4, whose interrupts, timer, console and
# memory are others, with the same transcripts.
. "$(dirname "$0")/../lib.sh"
need_qemu_for rpi4b_2gb

# Not as firmware starts it: the cores that wait in its code would take most of this machine's time.
# And not by a clock that counts instructions, by which QEMU waits long with four cores.
for task in 2 3 4 5; do
    transcript=$work/task$task
    boot_by_this_clock "$transcript" --board rpi4b_2gb --at 0x10000000 \
        "$build/test/rpi4/task$task/loader.img" "^TASK$task (PASS|FAIL) " "$limit"
    without_figures "$transcript" >"$transcript.lines"
    without_figures "demos/task$task/expected.txt" | diff - "$transcript.lines" \
        >"$transcript.difference" ||
        fail "the transcript differs from demos/task$task/expected.txt:" \
            "$(sed -n 2p "$transcript.difference") (in $transcript)"
done
