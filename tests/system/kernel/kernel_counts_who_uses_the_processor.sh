#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what a benchmark kernel counts, at every way into the kernel and while it
# waits.  Tests of tests/kernel/target/, as the initial task of one.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount "$build/test/kernel-task-benchmark/loader.img" \
    '^KERNEL TESTS DONE' "$limit"
if grep -E '^FAIL ' "$work/transcript"; then
    fail "see $work/transcript"
fi
expect_line "$work/transcript" '^PASS each_thread_is_charged_for_its_own_cycles'
expect_line "$work/transcript" '^KERNEL TESTS DONE ([0-9]+) of \1$'
