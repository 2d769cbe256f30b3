#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a timer that is its driver's.  Its registers are the processor's, so without a
# right to them any component, of the lowest priority and without a channel, can stop the driver for
# ever.
. "$(dirname "$0")/../lib.sh"

for config in debug release; do
    boot "$work/$config" "$build/test/timer-$config/loader.img" '^TICKS ' "$limit"
    expect_line "$work/$config" '^TICKS PASS$'
done
# They did try.
for name in control deadline timer_value; do
    expect_line "$work/debug" "^monitor: PD '$name' is stopped: setting the physical timer, which"
done
expect_line "$work/debug" '^parent: its child may not$'

# Whoever may, can: with the right, one of them is enough.  A parent that has it can give it.
for name in control deadline timer_value parent; do
    sed "s/name=\"$name\"/& timer=\"true\"/" tests/timer/ticks.system >"$work/$name.system"
    "$sdk/bin/microkit" "$work/$name.system" --search-path "$build/test/timer-release" \
        --board "$board" --config release -o "$work/$name.img" -r "$work/$name.txt"
    expect_line "$work/$name.txt" "^  physical timer  .*: 'driver', '$name'\$"
    boot "$work/$name" "$work/$name.img" '^TICKS ' "$limit"
    expect_line "$work/$name" '^TICKS FAIL$'
done
