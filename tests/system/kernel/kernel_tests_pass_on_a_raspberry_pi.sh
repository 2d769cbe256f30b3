#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the kernel's binary interface on the Raspberry Pi 4, whose processor, timer,
# interrupts, console and memory are others.  The tests are those of
# kernel_tests_pass_on_the_target, and together one here.  What the board does not have is skipped.
. "$(dirname "$0")/../lib.sh"
need_qemu_for rpi4b_2gb

boot "$work/transcript" --icount --board rpi4b_2gb --at 0x10000000 \
    "$build/test/rpi4/kernel-task/loader.img" '^KERNEL TESTS DONE' "$limit"
! grep -qE '^FAIL ' "$work/transcript" || fail "$(grep -m 1 -E '^FAIL ' "$work/transcript")"

# One needs a device in a GiB of its own; all others pass.
verdict=$(grep -E '^KERNEL TESTS DONE' "$work/transcript")
read -r _ _ _ passed _ all skipped _ <<<"${verdict//,/}"
if [ "${skipped:-0}" -ne 1 ] || [ $((passed + skipped)) -ne "$all" ] || [ "$passed" -lt 1000 ]; then
    fail "$verdict, expected all but one that is skipped"
fi
grep -E '^SKIP ' "$work/transcript"
echo "PASS $(basename "$0" .sh)"
