#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a loader that hands over a device tree can start the kernel, and the initial
# task finds the tree.  All tests on the target run again: slots and memory lie elsewhere.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount "$build/test/kernel-task-tree/loader.img" '^KERNEL TESTS DONE' \
    "$limit"
if grep -E '^FAIL ' "$work/transcript"; then
    fail "a test fails that passes without a device tree, or there too: see $work/transcript"
fi
expect_line "$work/transcript" '^KERNEL TESTS with 5019 bytes of extra boot information$'
expect_line "$work/transcript" '^KERNEL TESTS DONE ([0-9]+) of \1$'
