#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make timeline`: that it shows of Task 2 what its transcript tells, in that
# order, and says why there is none with a QEMU that takes no plugins.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

make_afresh BUILD="$build" timeline TASK=task2 >"$work/made" 2>&1 ||
    fail "$(grep -m 1 'error: ' "$work/made") (in $work/made)"
folder=$build/report/timeline/task2
# shellcheck disable=SC2046
$HOST_CC -std=c11 tests/trace/programs/trace_events.c -o "$work/trace_events" \
    $(scripts/host_flags.sh) -ljansson
"$work/trace_events" <"$folder/trace.json" >"$work/listed" ||
    fail "no trace for a viewer: $folder/trace.json"

# All that was printed, by whom the lines say; the kernel's part is in between.
sed -n 's/^[0-9.]* i [^:]*: prints: //p' "$work/listed" >"$work/printed"
grep -v '^$' demos/task2/expected.txt | diff - "$work/printed" >"$work/difference" ||
    fail "not what Task 2 prints: $(sed -n 2p "$work/difference")"
for component in client server; do
    ! grep ' i .*: prints: '$component: "$work/listed" | grep -v " i $component: " ||
        fail "a line of the $component's is another's"
done

# Each call is the client's and leads to the server; each reply leads back.
[ "$(grep -c ' s client: calls$' "$work/listed")" -ge 10 ] || fail "calls are missing"
grep -e ' [sf] [^:]*: calls$' -e ' [sf] [^:]*: replies$' "$work/listed" | awk '
    { sub(/^[^ ]* /, "") }
    $0 != step[NR % 4] { print "expected " step[NR % 4] ", found " $0; exit 1 }
    BEGIN {
        step[1] = "s client: calls"; step[2] = "f server: calls"
        step[3] = "s server: replies"; step[0] = "f client: replies"
    }' >"$work/pairs" || fail "$(cat "$work/pairs")"

# Three signals that each are taken at once, and three that the client does not wait for.
sed -n '/outranks me/,/3 deliveries/p' "$work/listed" | grep ' i [^:]*: [a-z]*$' |
    sed 's/^[^ ]* i //' | paste -s -d , - >"$work/at_once"
[ "$(cat "$work/at_once")" = 'client: signals,server: waits,client: signals,server: waits,'\
'client: signals,server: waits' ] || fail "signals taken at once: $(cat "$work/at_once")"
[ "$(sed -n '/signals 3 times while/,/during the call: 3/p' "$work/listed" |
    grep -c ' i server: signals$')" -eq 3 ] || fail "not three signals during the call"

program "$work/qemu" 'case $1 in --version) echo "QEMU emulator version 8.0.0" ;;
*) echo "qemu: -plugin: invalid option" >&2; exit 1 ;; esac'
QEMU=$work/qemu expect_failure "$work/without" make_afresh BUILD="$build" timeline
expect_line "$work/without" '^error: .*, version 8\.0\.0, loads none of '
expect_failure "$work/task" make_afresh BUILD="$build" timeline TASK=task9
expect_line "$work/task" "TASK is 'task9'; expected one of: task2 task3"
