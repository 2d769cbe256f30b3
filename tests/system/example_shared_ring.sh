#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the example of a ring in shared memory: no message lost, changed or out of
# order, while it is full and empty many times, and far fewer signals than messages.
. "$(dirname "$0")/lib.sh"

build_example shared_ring debug
boot "$work/transcript" "$work/debug/loader.img" '^SHARED_RING (PASS|FAIL) ' "$limit"
expect_line "$work/transcript" \
    '^producer: sent all; [1-9][0-9]{2,3} times full, [0-9]{1,4} signals$'
expect_line "$work/transcript" \
    '^consumer: took all; [1-9][0-9]{2,3} times empty, [0-9]{1,4} signals, messages wrong: 0$'
expect_line "$work/transcript" '^SHARED_RING PASS 70000 messages, checksum 3230085808$'
