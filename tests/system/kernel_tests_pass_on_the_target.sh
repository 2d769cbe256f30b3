#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the kernel's binary interface.  The tests of tests/kernel/target run as the
# initial task, without the SDK; each is one line.
. "$(dirname "$0")/lib.sh"

boot "$work/transcript" --icount "$build/test/kernel-task/loader.img" '^KERNEL TESTS DONE' "$limit"
grep -E '^(PASS|FAIL) ' "$work/transcript"
expect_line "$work/transcript" '^KERNEL TESTS DONE ([0-9]+) of \1$'
