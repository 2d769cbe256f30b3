#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make bench-trace`: every instruction of a row is in its list, under the
# function of the program or kernel that it belongs to.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

make_afresh BUILD="$build" bench-trace ROW=context_switch >"$work/trace" 2>&1 ||
    fail "$(grep -m 1 'error: ' "$work/trace") (in $work/trace)"
# A repetition is two switches, of the runner's and of the partner's.
awk '/^context_switch: / { equal = ($2 - 2 * $NF) ^ 2 <= 1 } END { exit !equal }' "$work/trace" ||
    fail "not as many as the row says: $(grep '^context_switch: ' "$work/trace")"
expect_line "$work/trace" ' 64\.0 .*  kernel entry: vectors$'
expect_line "$work/trace" '  kernel: yield$'
expect_line "$work/trace" '  program runner: yields$'
expect_line "$work/trace" '  program partner: notified$'
awk '/^by function$/ { list = 1 } list { sum += $1 } /^context_switch: / { total = $2 }
    END { exit !((sum - total) ^ 2 < 4) }' "$work/trace" || fail "the list does not add up"

expect_failure "$work/wrong" make_afresh BUILD="$build" bench-trace ROW=context_swich
expect_line "$work/wrong" '^error: ROW=context_swich: the benchmark has no such row'
