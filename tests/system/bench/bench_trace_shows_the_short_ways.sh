#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that yields, calls to passive and active servers, signals, waits and faults
# take the short ways of the kernel from front to back.  A figure alone would not say so: it would
# be a row of the benchmark that is a little worse.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"
takes_turn 2

general='kernel: (kernel_[a-z]*_general|decide_generally|invoke|receive|sched_wake|place_leave)$'

for row in context_switch ppcall_active_0 notify_pingpong_higher notify_pingpong_equal_deferred \
    fault_reply; do
    make_afresh BUILD="$build" bench-trace ROW=$row >"$work/$row" 2>&1 ||
        fail "$(grep -m 1 'error: ' "$work/$row") (in $work/$row)"
    expect_line "$work/$row" '  kernel: '
    ! grep -E "$general" "$work/$row" >"$work/found" ||
        fail "$row takes the general code: $(head -n 1 "$work/found")"
done
