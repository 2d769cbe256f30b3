#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: demonstrations and examples that build with the released SDK 2.3.0 and say
# PASS there.  An SDK of ours that does what is known of that one stands in for it.
. "$(dirname "$0")/../lib.sh"
takes_turn 2 4
# shellcheck source=tests/variants/test.sh
. tests/variants/test.sh

variant_begin microkit_2_3 2.3.0
variant_passes task2 task3 task4 task5 task6 task7
variant_leaves_the_timer_open
variant_gives_away task3 warden 1,2,75,76
variant_gives_away task5 client 2,75,79
variant_runs_examples

# Programs that were linked with our library, for that SDK's tool.
MICROKIT_SDK=$sdk "$sdk/bin/microkit" demos/task2/system.xml --search-path "$build/test/el2/task2" \
    --board "$board" --config debug -o "$work/ours.img" -r "$work/ours.txt" \
    >"$work/ours.log" 2>&1 || fail "$(head -n 1 "$work/ours.log")"
boot "$work/ours" "$work/ours.img" '^TASK2 [A-Z]+ ' "$limit"
expect_line "$work/ours" '^TASK2 PASS '
