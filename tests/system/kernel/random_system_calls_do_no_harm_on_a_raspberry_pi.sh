#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the kernel on the Raspberry Pi 4 when nobody plays by the rules, as
# kernel_survives_random_system_calls_of_a_task; and there the other components, as
# others_work_on_while_a_component_makes_random_system_calls.
. "$(dirname "$0")/../lib.sh"
need_qemu_for rpi4b_2gb

boot_by_this_clock "$work/task" --board rpi4b_2gb --at 0x10000000 \
    "$build/test/rpi4/spray-task/loader.img" '^SPRAY (DONE|FAILED)' "$limit"
expect_line "$work/task" \
    '^SPRAY DONE: [0-9]+ calls, 0 of guests, [0-9]+ with success, .*; all memory is free again$'

boot_by_this_clock "$work/component" --board rpi4b_2gb --at 0x10000000 \
    "$build/test/rpi4/spray/loader.img" '^SPRAY DONE' "$limit"
expect_line "$work/component" \
    '^SPRAY DONE: [0-9]+ random calls, [0-9]+ rounds of the others, 0 wrong$'
