#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the benchmark's report: a figure over its limit or worse than the baseline, a
# wrong reply, a row missing, unknown or doubled, or a run without an end must not go unnoticed.
. "$(dirname "$0")/../lib.sh"

report=$build/bench-report
cat >"$work/rows" <<'END'
# a comment
call  | calls | instructions | yes | 600 | 527 | ours linux | a call
fault | calls | instructions | yes | -   | -   | ours linux?| a "fault"
time  | host  | milliseconds | no  | -   | -   | ours?      | a time
END

# sealed LINES: a log of these, of which the last, BENCH DONE, gets its checksum.
end='BENCH DONE\n'
sealed() {
    printf "$1" | sed '/^BENCH DONE$/,$d' | awk -v log_lines=1 -f bench/log/adler32.awk
    printf "$1" | sed '1,/^BENCH DONE$/d'
}
# As it comes from a board: others print, too, and lines may end in CR.
sealed "noise\nBENCH call 500.0\nBENCH fault 1000\n$end" | sed 's/500\.0$/500.0\r/' >"$work/good"
sealed "SYSTEM Linux 6.1\nBENCH call 99\n$end" >"$work/linux"
expect_line "$work/linux" '^BENCH DONE [0-9a-f]{8}$'

# As linux/init.c and the program that it starts print it: the checksum is of the latter's lines.
{
    printf 'BENCH call 99\nRUN bench\n'
    sealed "SYSTEM Linux 6.1\nBENCH fault 98\n$end"
    printf 'EXIT bench 0\n'
} >"$work/booted"
"$report" table "$work/rows" "ours=$work/good" "linux=$work/booted" >"$work/table" 2>&1 ||
    fail "$(cat "$work/table")"
expect_line "$work/table" '^  call +500\.0 +99 +527  a call$'
sed '/^RUN /d' "$work/booted" >"$work/not_booted"
expect_failure "$work/message" "$report" table "$work/rows" "ours=$work/good" \
    "linux=$work/not_booted"
expect_line "$work/message" 'the checksum is '

"$report" table "$work/rows" "ours=$work/good" "linux=$work/linux" >"$work/table"
expect_line "$work/table" '^  call +500\.0 +99 +527  a call$'
expect_line "$work/table" '^  fault +1000 +- +-  a "fault"$'
expect_line "$work/table" '^Column linux: Linux 6\.1\.$'
"$report" json "$work/rows" "ours=$work/good" "linux=$work/linux" | tr -s ' \n' ' ' >"$work/json"
expect_line "$work/json" ', "systems": \{ "linux": "Linux 6\.1" \}, '
expect_line "$work/json" '"id": "call".*"limit": 600, "sel4_recorded": 527, '\
'"figures": \{ "ours": 500\.0, "linux": 99 \} \}'
expect_line "$work/json" '"description": "a \\"fault\\"".*"compared": true.*"limit": null'

# refused MESSAGE LINES: a log of these lines is, if it has an end with the right checksum.
refused() {
    case $2 in
    *"$end"*) sealed "$2" >"$work/log" ;;
    *) printf "$2" >"$work/log" ;;
    esac
    expect_failure "$work/message" "$report" table "$work/rows" "ours=$work/log"
    expect_line "$work/message" "$1"
}
refused 'log: no line .BENCH DONE' 'BENCH call 1\nBENCH fault 1\n'
refused 'column ours lacks the row fault' "BENCH call 1\n$end"
refused 'log:2: call FAILED: a result' "BENCH fault 1\nBENCH call FAILED: a result\n$end"
refused "log:1: 'cal' is not a row" "BENCH cal 1\n$end"
refused 'log:2: call: column ours has this row already' "BENCH call 1\nBENCH call 1\n$end"
refused "log:1: call: '1x' is not a figure" "BENCH call 1x\n$end"
refused 'log:3: goes on after' "BENCH call 1\n${end}BENCH fault 1\n"
refused 'call: 600 instructions, which must be below 600' "BENCH call 600\nBENCH fault 1\n$end"
# What the first column does not have, the limit is for the second one's.
sed 's/| ours linux |/| linux |/' "$work/rows" >"$work/rows_linux"
sealed "BENCH fault 1\n$end" >"$work/few"
sealed "BENCH call 600\n$end" >"$work/slow"
expect_failure "$work/message" "$report" table "$work/rows_linux" "ours=$work/few" \
    "linux=$work/slow"
expect_line "$work/message" 'call: 600 instructions, which must be below 600'

# What was lost or changed between a board and this file: a character, two that changed places, a
# line, the end of the checksum, and all of it.
sum=$(tail -n 1 "$work/good" | awk '{ print $3 }')
damaged() {
    sed "$2" "$work/good" >"$work/log"
    expect_failure "$work/message" "$report" table "$work/rows" "ours=$work/log"
    expect_line "$work/message" "^error: $work/log:[0-9]: $1"
}
[ "$sum" = 9e5408c1 ] || fail "the checksum is $sum, not what zlib says"
damaged "the checksum is '$sum', but the lines above have '[0-9a-f]{8}'" 's/fault 1000/fault 100/'
damaged "the checksum is '$sum', but" 's/call 500.0/call 050.0/'
damaged "the checksum is '$sum', but" '/fault/d'
damaged "the checksum is '${sum%?}', but the lines above have '$sum'" 's/^\(BENCH DONE .*\).$/\1/'
damaged "'BENCH DONE' without a checksum, expected 'BENCH DONE $sum'" 's/^BENCH DONE .*/BENCH DONE/'

# check STATUS BASELINE_CALL: the comparison with a baseline that has this for `call`.
check() {
    local status=0 gone=',\n  "gone": 7'
    [ "$2" = 500.0 ] || gone=
    printf '{\n  "compiler": "cc 1",\n  "call": %s%b\n}\n' "$2" "$gone" >"$work/baseline"
    "$report" check "$work/rows" "$work/baseline" 'cc 2' "ours=$work/good" >"$work/check" ||
        status=$?
    [ $status -eq "$1" ] || fail "baseline $2: status $status, not $1"
    expect_line "$work/check" '^new +fault: 1000'
    expect_line "$work/check" '^note +the baseline was made with "cc 1", this build with "cc 2"'
}
check 1 489.0
expect_line "$work/check" '^worse +call: 500.0 was 489.0 \(\+2\.2%\)'
check 0 491.0
expect_line "$work/check" '^2 rows: 1 within 2%, 0 worse, 0 better, 0 missing, 1 new$'
check 0 511.0
expect_line "$work/check" '^better +call: 500.0 was 511.0 \(-2\.2%\)'
check 1 500.0
expect_line "$work/check" '^missing +gone: 7'

"$report" baseline "$work/rows" 'cc 2' "ours=$work/good" >"$work/baseline"
"$report" check "$work/rows" "$work/baseline" 'cc 2' "ours=$work/good" >"$work/check"
expect_line "$work/check" '^2 rows: 2 within 2%'
sed 's/"fault": 1000/"fault": 900/' "$work/baseline" >"$work/doctored"
expect_failure "$work/check" "$report" check "$work/rows" "$work/doctored" 'cc 2' \
    "ours=$work/good"
expect_line "$work/check" '^worse +fault: 1000 was 900 \(\+11\.1%\)'

# refuses MESSAGE BASELINE: this is none.
refuses() {
    printf '%s' "$2" >"$work/bad.json"
    expect_failure "$work/message" "$report" check "$work/rows" "$work/bad.json" 'cc 2' \
        "ours=$work/good"
    expect_line "$work/message" "^error: $work/bad.json:$1"
}
refuses "1:[0-9]*: ':' expected near '1'" '{"call" 1}'
refuses "2:[0-9]*: duplicate object key" '{"call": 1,
"call": 1}'
refuses "1: expected '\\{'" '[]'
refuses " member 'call': expected a decimal number" '{"call": "500"}'
refuses " member 'call': expected a decimal number" '{"call": -1}'
refuses " member 'compiler': expected a string" '{"compiler": 2}'

# The second column is compared if both are of the same system, and only then.
both=("ours=$work/good" "linux=$work/linux")
"$report" baseline "$work/rows" 'cc 2' "${both[@]}" >"$work/baseline"
expect_line "$work/baseline" '^  "linux/system": "Linux 6\.1",$'
expect_line "$work/baseline" '^  "linux/call": 99$'
"$report" check "$work/rows" "$work/baseline" 'cc 2' "${both[@]}" >"$work/check"
expect_line "$work/check" '^3 rows: 3 within 2%'
"$report" check "$work/rows" "$work/baseline" 'cc 2' "ours=$work/good" >"$work/check"
expect_line "$work/check" '^note +column linux: in the baseline, of "Linux 6\.1", not measured now$'
expect_line "$work/check" '^2 rows: 2 within 2%'
sed 's/"linux\/call": 99/"linux\/call": 90/' "$work/baseline" >"$work/doctored"
expect_failure "$work/check" "$report" check "$work/rows" "$work/doctored" 'cc 2' "${both[@]}"
expect_line "$work/check" '^worse +linux/call: 99 was 90 \(\+10\.0%\)'
sed 's/Linux 6.1/Linux 6.0/' "$work/doctored" >"$work/other"
"$report" check "$work/rows" "$work/other" 'cc 2' "${both[@]}" >"$work/check"
expect_line "$work/check" '^note +column linux: the baseline is of "Linux 6\.0", these figures of '\
'"Linux 6\.1": not compared$'
expect_line "$work/check" '^2 rows: 2 within 2%'
sed -e '/linux/d' -e 's/\("fault": 1000\),/\1/' "$work/baseline" >"$work/none"
"$report" check "$work/rows" "$work/none" 'cc 2' "${both[@]}" >"$work/check"
expect_line "$work/check" '^note +column linux: not in the baseline, not compared$'

# Lines of memory and pages: the table, errors, and the comparison, in which lines of code may
# change by three, pages by two, others by one, or all by a twentieth.
lines='LINES call 50.0 40.0 9.0 8.0 2.0 1.0 0.0 3.4\n'
sealed "BENCH call 500.0\nBENCH fault 1000\n$lines$end" >"$work/lines"
"$report" table "$work/rows" "ours=$work/lines" "linux=$work/linux" >"$work/table"
expect_line "$work/table" '^lines and pages \[2\] +ours$'
expect_line "$work/table" '^  call +50 +40 +\(9\) +8 \+ +2 +1 +\(0\) +3$'
"$report" json "$work/rows" "ours=$work/lines" | tr -s ' \n' ' ' >"$work/json"
expect_line "$work/json" '"lines": \{ "ours": \[ 50\.0, 40\.0, 9\.0, 8\.0, 2\.0, .*, 3\.4 \] \}'
calls='BENCH call 1\nBENCH fault 1\n'
refused "log:1: 'cal' is not a row" "LINES cal 1 2 3 4 5 6 7 8\n$end"
refused "log:1: call: '' is not a figure; expected 8" "LINES call 1 2 3 4 5 6 7\n$calls$end"
refused "log:1: call: 'x' is not a figure; expected 8" "LINES call 1 x 3 4 5 6 7 8\n$calls$end"
refused 'log:1: call: more than 8 figures' "LINES call 1 2 3 4 5 6 7 8 9\n$calls$end"
refused 'log:2: call: column ours has its lines already' "$lines$lines$calls$end"

# check_lines STATUS FIGURES: the comparison with a baseline that has these for `call`.
check_lines() {
    local status=0
    printf '{"call": 500.0, "fault": 1000, "call.lines": "%s"}' "$2" >"$work/baseline"
    "$report" check "$work/rows" "$work/baseline" 'cc 2' "ours=$work/lines" >"$work/check" ||
        status=$?
    [ $status -eq "$1" ] || fail "baseline $2: status $status, not $1"
}
"$report" baseline "$work/rows" 'cc 2' "ours=$work/lines" >"$work/baseline"
expect_line "$work/baseline" '^  "call.lines": "50\.0 40\.0 9\.0 8\.0 2\.0 1\.0 0\.0 3\.4",$'
"$report" check "$work/rows" "$work/baseline" 'cc 2' "ours=$work/lines" >"$work/check"
expect_line "$work/check" '^3 rows: 3 within 2%'
"$report" check "$work/rows" "$work/baseline" 'cc 2' "ours=$work/good" >"$work/check"
expect_line "$work/check" \
    '^note +column ours: lines and pages are in the baseline, not measured now$'
check_lines 0 '47.0 38.1 8.0 6.0 5.0 2.0 1.0 1.4'
expect_line "$work/check" '^3 rows: 3 within 2%'
check_lines 1 '46.9 37.9 7.9 5.9 2.0 1.0 0.0 1.3'
expect_line "$work/check" '^worse +call\.lines: kernel, lines of code: 50\.0 was 46\.9$'
expect_line "$work/check" '^worse +call\.lines: kernel, lines of data: 40\.0 was 37\.9$'
expect_line "$work/check" '^worse +call\.lines: kernel, lines written: 9\.0 was 7\.9$'
expect_line "$work/check" '^worse +call\.lines: kernel, pages: 8\.0 was 5\.9$'
expect_line "$work/check" '^worse +call\.lines: user, pages: 3\.4 was 1\.3$'
expect_line "$work/check" '^3 rows: 2 within 2%, 1 worse, 0 better, 0 missing, 0 new$'
check_lines 0 '54.0 40.0 9.0 8.0 2.0 1.0 0.0 3.4'
expect_line "$work/check" '^better +call\.lines: kernel, lines of code: 50\.0 was 54\.0$'
printf '{"call": 500.0, "fault": 1000, "fault.lines": "1 2 3 4 5 6 7 8"}' >"$work/baseline"
expect_failure "$work/check" "$report" check "$work/rows" "$work/baseline" 'cc 2' \
    "ours=$work/lines"
expect_line "$work/check" '^missing +fault\.lines: in the baseline, not measured now$'
expect_line "$work/check" '^new +call\.lines: not in the baseline$'
refuses_lines() {
    printf '{"call": 500.0, "call.lines": %s}' "$1" >"$work/bad.json"
    expect_failure "$work/message" "$report" check "$work/rows" "$work/bad.json" 'cc 2' \
        "ours=$work/lines"
    expect_line "$work/message" "^error: $work/bad.json: member 'call.lines': expected a string of"
}
refuses_lines '"1 2 3"'
refuses_lines '[1, 2, 3, 4, 5, 6, 7, 8]'
refuses_lines '"1 2 3 4 5 6 7 8 9"'
