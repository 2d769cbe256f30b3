#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: guests.  The tests of tests/kernel/guest run as the initial task of a kernel
# at EL2, and let guests run: their calls, accesses, interrupts, timers and registers.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount --board qemu_virt_aarch64_el2 \
    "$build/test/guest-task/loader.img" '^KERNEL TESTS DONE' "$limit"
grep -E '^(PASS|FAIL) ' "$work/transcript"
expect_line "$work/transcript" '^PASS guests_and_a_native_thread_exchange_no_register'
expect_line "$work/transcript" '^KERNEL TESTS DONE ([0-9]+) of \1$'

# With two processors one register of the processor's own is not zero.  QEMUs before 8.2 have none
# of these trap: the one that has the Raspberry Pi is newer.
need_qemu_for rpi4b_2gb
QEMU=$(. scripts/qemu.sh && qemu_for rpi4b_2gb && echo "$QEMU")
export QEMU
boot "$work/newer" --icount --board qemu_virt_aarch64_el2 --qemu -smp --qemu 2 \
    "$build/test/guest-task/loader.img" '^KERNEL TESTS DONE' "$limit"
grep -E '^FAIL ' "$work/newer" || :
expect_line "$work/newer" '^PASS registers_of_the_processor_s_own_read_as_zero'
expect_line "$work/newer" '^KERNEL TESTS DONE ([0-9]+) of \1$'
