#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that what a later processor has for user mode, beyond what the board's has, is
# in the table of docs/kernel/user_mode.md or trapped; and the rest of the kernel's tests there.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount --qemu -cpu --qemu max,cntfrq=62500000 \
    "$build/test/kernel-task/loader.img" '^KERNEL TESTS DONE' "$limit"
grep -E '^FAIL ' "$work/transcript" || :
expect_line "$work/transcript" '^PASS system_registers_are_read_as_their_rows_say'
expect_line "$work/transcript" '^KERNEL TESTS DONE ([0-9]+) of \1$'
