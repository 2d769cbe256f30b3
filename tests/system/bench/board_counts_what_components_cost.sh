#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what components cost on a Raspberry Pi, in cycles and instructions of its PMU
# (`make task-bench`): that each row of the benchmark is on the page, and is right where QEMU counts
# instructions and takes a cycle for each; and that the table of PI_LOG has it.
. "$(dirname "$0")/../lib.sh"
need_qemu_for rpi4b_2gb

for image in bench-rpi4 bench-rpi4-63pd; do
    boot "$work/$image" --board rpi4b_2gb "$build/test/$image/loader.img" \
        '^SELFTEST (PASS|FAIL) |^Bulkhead' "$limit"
    expect_line "$work/$image" '^timer      as an emulator has it, '
    expect_line "$work/$image" '^processor  97[12][0-9]{3} cycles in a ms of the timer, '
done
expect_line "$work/bench-rpi4" '^SELFTEST PASS 24 of 24 checks, checksum '
expect_line "$work/bench-rpi4-63pd" '^CYCLES kernel_to_init_63pd mean [1-9][0-9]{6}\.0$'
for row in idle busy; do
    expect_line "$work/bench-rpi4" "^interrupt  irq_to_pd_$row [1-9][0-9]{2} ns, mean of 10000$"
done

# The runner's rows but for those two.
sed -n 's/^    {"\([a-z0-9_]*\)", .*/\1/p' bench/runner.c | grep -v '^irq_' >"$work/rows"
[ "$(wc -l <"$work/rows")" -eq 22 ] || fail 'the rows were not found in bench/runner.c'
sed -n 's/^CYCLES \([a-z0-9_]*\) mean .*/\1/p' "$work/bench-rpi4" | diff "$work/rows" - ||
    fail 'the page has other rows than the runner'
awk '$1 == "CYCLES" && ($4 == 0 || $5 != "instructions" || $4 > $6 + 0.1 || $6 > $4 + 0.1)' \
    "$work/bench-rpi4" >"$work/odd"
[ ! -s "$work/odd" ] || fail "cycles and instructions differ: $(head -n 1 "$work/odd")"

cat "$work/bench-rpi4-63pd" "$work/bench-rpi4" >"$work/log"
version=$(sed -n 's/^SELFTEST BEGIN Bulkhead \([^,]*\), .*/\1/p' "$work/bench-rpi4")
bench/selftest/pi_log.sh "$work/log" "$version" >"$work/table"
expect_line "$work/table" '^  ppcall_passive_0 +- +[1-9][0-9]*\.0 +[1-9][0-9]*\.0 +- +- +-$'
expect_line "$work/table" '^  kernel_to_init_63pd +- +- +[1-9][0-9]*\.0 +- +- +-$'
expect_line "$work/table" '^The timer is that of an emulator'
