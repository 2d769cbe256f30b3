#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the kernel's binary interface.  The tests of tests/kernel/target run as the
# initial task, without the SDK; each is one line.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount "$build/test/kernel-task/loader.img" '^KERNEL TESTS DONE' "$limit"
grep -E '^(PASS|FAIL) ' "$work/transcript"
expect_line "$work/transcript" '^KERNEL TESTS DONE ([0-9]+) of \1$'
# What tests have printed by debug calls (test_debug.c), and what is said of unhandled faults.
expect_line "$work/transcript" '^low bytes of words$'
expect_line "$work/transcript" '^named by a test'
expect_line "$work/transcript" '^Found thread has no fault handler'
if grep -q 'an earlier name' "$work/transcript"; then
    fail "a thread has kept its earlier name"
fi
