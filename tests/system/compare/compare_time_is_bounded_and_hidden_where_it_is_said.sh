#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: how late a loop is beside a hog, on Linux and here, and what one program can
# tell another by when it computes.  Where a budget bounds the hog, the loop waits for no more than
# that; where nothing bounds it, as long as it likes; and only a schedule of domains hides the hog.
. "$(dirname "$0")/../lib.sh"

# value FILE CONFIG ID
value() {
    sed -n "s/^TIME $2 $3 \([0-9]*\).*/\1/p" "$1" | grep . || fail "$1 has no line TIME $2 $3"
}

# expect_between WHAT VALUE LEAST MOST
expect_between() {
    if [ "$2" -lt "$3" ] || [ "$2" -gt "$4" ]; then
        fail "$1 is $2, not between $3 and $4"
    fi
}

pd=$work/pd
boot "$pd" "$build/compare/time/loader.img" '^TIME DONE' "$limit"
expect_between 'lateness of the loop' "$(value "$pd" pd late_beside_ordinary)" 500 5000
# The hog's budget is 280 us; the way from the timer is in it, too.
expect_between 'lateness below the hog' "$(value "$pd" pd late_below_important)" 50000 285000

printf '%s\n' 'judge: ok    high above low, with two fifths of the time: high is heard' \
    'measured: 9000 bit/s (at 99 %)' 'judge: ok    one: nothing is heard' \
    'measured: 0 bit/s (at 99 %)' 'judge: ok    two: nothing is heard' \
    'measured: 3 bit/s (at 99 %)' 'judge: ok    three: high is heard' \
    'measured: 5000 bit/s (at 99 %)' 'TASK7 PASS 9/9 checks' >"$work/heard"
compare/time/pd.sh "$work/heard" "$work/heard" >"$work/derived"
printf 'TIME %s channel_bits_per_second %s\n' pd 9000 pd_domains 3 | diff - "$work/derived" ||
    fail 'the figures of Task 7 are not what was derived'
sed 's/PASS/FAIL/' "$work/heard" >"$work/failed"
expect_failure "$work/error" compare/time/pd.sh "$work/failed" "$work/heard"
sed 's/two fifths/one fifth/' "$work/heard" >"$work/renamed"
expect_failure "$work/error" compare/time/pd.sh "$work/renamed" "$work/heard"

need_linux_guest
linux=$work/linux
boot_linux "$linux" time_guest
for policy in other fifo deadline cgroup; do
    expect_between "$policy: lateness" "$(value "$linux" $policy late_beside_ordinary)" 1000 100000
    expect_between "$policy: the channel" \
        "$(value "$linux" $policy channel_bits_per_second)" 5000 10000
done
for policy in other fifo; do
    expect_line "$linux" "^INSTEAD $policy:late_below_important endless "
done
# The bound is enforced at the tick, each 4 ms; of each 10 ms, the group has 4.
for policy in deadline cgroup; do
    expect_between "$policy: lateness below the hog" \
        "$(value "$linux" $policy late_below_important)" 280000 20000000
done
