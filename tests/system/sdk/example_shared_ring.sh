#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the example of a ring in shared memory: no message lost, changed or out of
# order, while the ring is full and empty many times.
. "$(dirname "$0")/../lib.sh"

count='[1-9][0-9]{0,3} times'
for board in $levels; do
    build_example shared_ring debug
    boot "$work/transcript" --board "$board" "$work/debug/loader.img" \
        '^SHARED_RING (PASS|FAIL) ' "$limit"
    expect_line "$work/transcript" \
        "^consumer: took all; the ring was empty $count, full $count; messages wrong: 0\$"
    expect_line "$work/transcript" '^SHARED_RING PASS 70000 messages, checksum 3230085808$'
done
