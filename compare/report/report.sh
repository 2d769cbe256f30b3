#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# report.sh BUILD: makes the report of what compare.sh measured, in BUILD/report, and prints its
# tables.  BUILD/report/logs/arguments says what there is: the options and consoles for
# compare-report, one a line.  The figures of `make bench` are added if it ran, before or after,
# and those of a board if PI_LOG once named its page.
set -u
report=$1/report
cd "$(dirname "$0")/../.." || exit 1

arguments=()
while IFS= read -r line; do
    arguments+=("$line")
done <"$report/logs/arguments"
if [ -f "$report/bench.json" ]; then
    arguments=(--bench "$report/bench.json" ${arguments[@]+"${arguments[@]}"})
else
    printf 'MISSING bench run make bench, which adds it to this report\n' >"$report/logs/bench.log"
    arguments+=("$report/logs/bench.log")
fi
if [ -f "$report/pi.log" ]; then
    arguments=(--board "$report/pi.log" ${arguments[@]+"${arguments[@]}"})
fi
rm -f "$report"/chart-*.svg
"$1/compare-report" --out "$report" --readings compare/report/readings.txt \
    --style compare/report/page/page.css --names compare/report/input/names.txt \
    --names compare/attack/attempts.txt --ambient compare/ambient/ambient.txt \
    ${arguments[@]+"${arguments[@]}"} >"$report/compare.new" || exit 1
mv "$report/compare.new" "$report/compare.txt"
cat "$report/compare.txt"
