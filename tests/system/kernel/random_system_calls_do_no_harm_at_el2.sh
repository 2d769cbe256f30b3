#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the kernel at EL2 when nobody plays by the rules, as
# kernel_survives_random_system_calls_of_a_task; but two of the four threads are guests, and virtual
# CPUs are among the objects.  Each operation on one has succeeded at least once.  And there the
# other components, as others_work_on_while_a_component_makes_random_system_calls.
. "$(dirname "$0")/../lib.sh"

boot_by_this_clock "$work/task" --board qemu_virt_aarch64_el2 \
    "$build/test/el2/spray-task/loader.img" '^SPRAY (DONE|FAILED)' "$limit"
expect_line "$work/task" \
    '^SPRAY DONE: [0-9]+ calls, [1-9][0-9]{3,} of guests, .*; all memory is free again$'

boot_by_this_clock "$work/component" --board qemu_virt_aarch64_el2 \
    "$build/test/el2/spray/loader.img" '^SPRAY DONE' "$limit"
expect_line "$work/component" \
    '^SPRAY DONE: [0-9]+ random calls, [0-9]+ rounds of the others, 0 wrong$'
