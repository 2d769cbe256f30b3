#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the kernel sets up all of the interrupt controller.  Under a loader that
# has put every interrupt into Group 1, pending, active, for other cores, with one of each group
# acknowledged and never completed, a timer's interrupts reach their driver, and the kernel's tests
# pass.
. "$(dirname "$0")/../lib.sh"

# On a machine with a second core, which stays off: with one alone, an interrupt has no targets.
worst=$build/test/kernel-task-gic
boot "$work/kernel" --icount --qemu -smp --qemu 2 "$worst/loader.img" '^KERNEL TESTS DONE' "$limit"
expect_line "$work/kernel" '^worst GIC: two are acknowledged$'
# Of those that nobody handles, the tests let two come: the UART's, and the clock's, whose line is
# up from before the kernel.
if sed '/^PASS /q' "$work/kernel" | grep 'nobody handles it' ||
    grep 'nobody handles it' "$work/kernel" | grep -v '^interrupt 3[34]:'; then
    fail "an interrupt from before the kernel was delivered: see $work/kernel"
fi
if grep -E '^FAIL ' "$work/kernel"; then
    fail "a test fails that passes under our own loader, or there too: see $work/kernel"
fi
expect_line "$work/kernel" '^KERNEL TESTS DONE ([0-9]+) of \1$'

cp -R "$sdk" "$work/sdk"
for folder in "$work"/sdk/board/*/debug/elf; do
    cp "$worst"/sdk/board/*/debug/elf/loader.elf "$folder/"
done
sdk=$work/sdk
build_example timer debug
boot "$work/ticks" --icount "$work/debug/loader.img" '^TIMER (PASS|FAIL) ' "$limit"
expect_line "$work/ticks" '^worst GIC: two are acknowledged$'
expect_line "$work/ticks" '^TIMER PASS 20 ticks, 0 early$'
