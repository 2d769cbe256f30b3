#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the example of a timer driver: the processor's physical timer and its
# interrupt in a component.
. "$(dirname "$0")/../lib.sh"

for board in $levels; do
    build_example timer debug
    # With --icount the machine does not notice a stall of this one, which would hide an early tick.
    boot "$work/transcript" --board "$board" "$work/debug/loader.img" \
        '^TIMER (PASS|FAIL) ' "$limit"
    expect_transcript "$work/transcript" <<'EOF'
client: asked for a tick every 2 ms
client: tick 5
client: tick 10
client: tick 15
client: tick 20
TIMER PASS 20 ticks, 0 early
EOF
done
