#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# pi_log.sh FILE VERSION [BENCH_LOG...]: prints the cycles that a Raspberry Pi's self-test counted,
# beside the instructions of the same rows in the logs of `make bench`.  With --page in their place
# it prints the page as it is, for the one of `make compare`.  FILE is what a terminal has
# kept of the board's console; its last page counts.
#
# A page that is of another board or version, cut off, changed on the way, or that ends in FAIL is
# an error: its figures would be taken for what they are not.
set -eu
file=$1
version=$2
shift 2

stop() {
    echo "error: $file: $*" >&2
    exit 1
}
if ! [ -f "$file" ] || ! [ -r "$file" ]; then
    stop "cannot be read, expected the page of make task-selftest (PI_LOG=FILE)"
fi

# The last page, without what a serial line adds.
page=$(LC_ALL=C tr -d '\r' <"$file" |
    awk '/^SELFTEST BEGIN /{ text = ""; begun = 1; ended = 0 }
        begun && !ended { text = text $0 "\n" }
        /^SELFTEST (PASS|FAIL) / { ended = 1 }
        END { printf "%s%s", text, ended ? "" : "CUT\n" }')
case $page in
'SELFTEST BEGIN '*) ;;
*) stop "has no line SELFTEST BEGIN, expected the page of make task-selftest" ;;
esac
case $page in
*CUT) stop "is cut off: no line SELFTEST PASS or SELFTEST FAIL after the last SELFTEST BEGIN" ;;
esac

# Its checksum is of all lines but the last.
sum=$(printf '%s\n' "$page" | sed '$d' | LC_ALL=C awk -f "$(dirname "$0")/../log/adler32.awk")
case $page in
*" checksum $sum") ;;
*) stop "the checksum is '${page##* }', but the lines have '$sum':" \
    "something was lost or changed on the way" ;;
esac

first=$(printf '%s\n' "$page" | head -n 1)
case $first in
*", rpi4b_"*", benchmark") ;;
*) stop "is not of a Raspberry Pi 4: '$first', expected ', rpi4b_...'" ;;
esac
case $first in
"SELFTEST BEGIN Bulkhead $version, "*) ;;
*) stop "is of another version: '$first', expected $version" ;;
esac
printf '%s\n' "$page" | grep -q '^SELFTEST PASS ' || stop "the self-test failed:" \
    "$(printf '%s\n' "$page" | grep -m 1 '^WRONG')"

if [ "${1:-}" = --page ]; then
    printf '%s\n' "$page"
    exit
fi

{ cat "$@" /dev/null && printf '%s\n' "$page"; } | LC_ALL=C awk '
    function note(row) {
        if (!(row in seen)) {
            seen[row] = 1
            rows[++count] = row
        }
    }
    $1 == "BENCH" { qemu[$2] = $3 }
    $1 == "SELFTEST" && $2 == "BEGIN" {
        sub(/^SELFTEST BEGIN /, "")
        name = $0
    }
    $1 == "CYCLES" && $3 == "mean" {
        note($2)
        mean[$2] = $4
        if ($5 == "instructions")
            board[$2] = $6
    }
    $1 == "CYCLES" && $3 != "mean" {
        note($2)
        single[$2] = sprintf("%9s %9s %9s", $3, $4, $5)
        if ($6 == "instructions" && !($2 in board))
            board[$2] = $7
    }
    /^(core|timer|interrupt) / { said = said "  " $0 "\n" }
    /^timer +as an emulator has it/ { emulated = 1 }
    function or_none(figure) { return figure == "" ? "-" : figure }
    END {
        printf "Pi 4, cycles (%s)\n", name
        printf "  %-18s %11s %11s %11s %9s %9s %9s\n", "", "QEMU", "instruct.", "mean", \
            "least", "median", "most"
        for (i = 1; i <= count; i++)
            printf "  %-18s %11s %11s %11s %s\n", rows[i], or_none(qemu[rows[i]]), \
                or_none(board[rows[i]]), or_none(mean[rows[i]]), rows[i] in single ? \
                single[rows[i]] : sprintf("%9s %9s %9s", "-", "-", "-")
        printf "%s", said
        if (emulated)
            print "The timer is that of an emulator: its cycles say nothing about a board."
        print "QEMU: instructions of a release kernel there.  The others are of the board: the"
        print "instructions and the mean of many repetitions, and cycles of one at a time."
    }'
