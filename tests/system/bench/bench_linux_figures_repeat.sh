#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: figures of Linux that mean something.  Two boots print the same, and figures
# of rows that bench/rows.txt lists for Linux; what cannot be measured is named and fails the run;
# and a table without Linux says so.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"
takes_turn 1

# Where there is nothing to build the guest with, the columns are left out, and one line says why.
expect_left_out() {
    expect_line "$work/progress" "LEAVE out the columns linux and linux_mitigations_off: $1"
    [ "$(wc -l <"$work/progress")" -eq 1 ] || fail "$work/progress has more than one line"
    [ ! -e "$work/logs/linux/bench.log" ] || fail 'there is a log of Linux'
}
bench/linux/run.sh "$build/linux" "$work/logs" \
    sh -c 'echo "error: no kernel to be had" >&2; exit 2' 2>"$work/progress"
expect_left_out 'no kernel to be had \(all of it in '
BENCH_LINUX=no bench/linux/run.sh "$build/linux" "$work/logs" false 2>"$work/progress"
expect_left_out 'BENCH_LINUX=no$'

need_linux_guest
make_afresh BUILD="$build" bench-guest >"$work/guest.log" 2>&1 ||
    fail "$(grep -m 1 'error: ' "$work/guest.log") (in $work/guest.log)"

# More than a thousand million instructions: minutes where many want the processor.
limit=280

# The rows where chance could have a say: memory and processes.  `make bench` has them all.
groups=switch:userfault:process
for run in first second; do
    boot "$work/$run" --icount --linux "$build/linux/kernel/vmlinuz" \
        "run=bench:$groups,bench:nothing" "$build/linux/bench.initramfs" '^GUEST DONE' "$limit"
    expect_line "$work/$run" '^EXIT bench 0$'
done
expect_line "$work/first" '^BENCH nothing FAILED there is no such group of rows$'
expect_line "$work/first" '^EXIT bench 1$'
diff "$work/first" "$work/second" >"$work/difference" ||
    fail "the second run differs: $(sed -n 2p "$work/difference")"
expect_line "$work/first" '^SYSTEM Linux [1-9]'
expect_line "$work/first" '^BENCH DONE [0-9a-f]{8}$'
awk '$1 == "BENCH" && $3 ~ /^[0-9.]+$/ { print $2 }' "$work/first" >"$work/rows"
[ "$(wc -l <"$work/rows")" -eq 13 ] || fail "not the 13 rows of $groups in $work/first"
while read -r row; do
    grep -qE "^$row \|.*\| linux linux_mitigations_off \|" bench/rows.txt ||
        fail "bench/rows.txt does not list $row for Linux"
done <"$work/rows"

# Its lines and pages: a switch of processes touches some hundred in the kernel, and few in them.
bench/trace/lines_log.sh "$work/lines.log" "$build/trace/lines" ffff000000000000 none --linux \
    "$build/linux/kernel/vmlinuz" run=bench:switch "$build/linux/bench_marked.initramfs" \
    '^(EXIT bench |GUEST DONE)' "$limit" 2>"$work/progress" || fail "$(tail -n 1 "$work/progress")"
expect_line "$work/lines.log" \
    '^LINES linux_context_switch [1-9][0-9]{2}\.[0-9] ([0-9.]+ ){3}[1-9]\.[0-9] '
