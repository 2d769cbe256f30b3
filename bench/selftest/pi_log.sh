#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# pi_log.sh FILE VERSION [BENCH_LOG...]: prints the cycles that a Raspberry Pi's pages have, beside
# the instructions of the same rows in the logs of `make bench`.  With --page in their place
# it prints the pages as they are, for the one of `make compare`.  FILE is what a terminal has
# kept of the board's console: the page of the self-test, those of task-bench, or all; of each
# the last one counts.
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
    stop "cannot be read, expected the page of make task-selftest or task-bench (PI_LOG=FILE)"
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/pi_log.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# The last page of each kind, without what a serial line adds, as 1, 2, ... in the folder.  A kind
# is what the first line says after the configuration.
LC_ALL=C tr -d '\r' <"$file" |
    LC_ALL=C awk -v work="$work" '
        /^SELFTEST BEGIN / {
            kind = $0
            sub(/^.*, benchmark/, "", kind)
            if (!(kind in text))
                kinds[++count] = kind
            text[kind] = ""
            begun = 1
        }
        begun { text[kind] = text[kind] $0 "\n" }
        /^SELFTEST (PASS|FAIL) / { begun = 0 }
        END {
            for (i = 1; i <= count; i++)
                printf "%s", text[kinds[i]] > (work "/" i)
        }'
[ -f "$work/1" ] ||
    stop "has no line SELFTEST BEGIN, expected the page of make task-selftest or task-bench"

# look_at PAGE: returns if it is what it has to be.  Its checksum is of all lines but the last.
board=
look_at() {
    local first last sum
    first=$(head -n 1 "$1")
    last=$(tail -n 1 "$1")
    case $last in
    'SELFTEST PASS '* | 'SELFTEST FAIL '*) ;;
    *) stop "is cut off: no line SELFTEST PASS or SELFTEST FAIL after the last '$first'" ;;
    esac
    sum=$(sed '$d' "$1" | LC_ALL=C awk -f "$(dirname "$0")/../log/adler32.awk")
    case $last in
    *" checksum $sum") ;;
    *) stop "the checksum is '${last##* }', but the lines have '$sum' after '$first':" \
        "something was lost or changed on the way" ;;
    esac
    case $first in
    *", rpi4b_"*", benchmark"*) ;;
    *) stop "is not of a Raspberry Pi 4: '$first', expected ', rpi4b_...'" ;;
    esac
    case $first in
    "SELFTEST BEGIN Bulkhead $version, "*) ;;
    *) stop "is of another version: '$first', expected $version" ;;
    esac
    case $last in
    'SELFTEST FAIL '*) stop "the self-test failed: $(grep -m 1 '^WRONG' "$1")" ;;
    esac
    first=${first%%, benchmark*}
    [ "${board:-$first}" = "$first" ] ||
        stop "has pages of two boards: '$board' and '$first', expected those of one"
    board=$first
}
for page in "$work"/*; do look_at "$page"; done

if [ "${1:-}" = --page ]; then
    cat "$work"/*
    exit
fi

cat "$@" "$work"/* | LC_ALL=C awk '
    function note(row) {
        if (!(row in seen)) {
            seen[row] = 1
            rows[++count] = row
        }
    }
    $1 == "BENCH" { qemu[$2] = $3 }
    $1 == "SELFTEST" && $2 == "BEGIN" {
        sub(/^SELFTEST BEGIN /, "")
        sub(/, benchmark.*/, ", benchmark")
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
    /^(core|timer|processor|interrupt) / && !(($1 == "processor" ? $1 : $0) in told) {
        told[$1 == "processor" ? $1 : $0] = 1
        said = said "  " $0 "\n"
    }
    /^timer +as an emulator has it/ { emulated = 1 }
    function or_none(figure) { return figure == "" ? "-" : figure }
    END {
        printf "Pi 4, cycles (%s)\n", name
        printf "  %-32s %11s %11s %11s %9s %9s %9s\n", "", "QEMU", "instruct.", "mean", \
            "least", "median", "most"
        for (i = 1; i <= count; i++)
            printf "  %-32s %11s %11s %11s %s\n", rows[i], or_none(qemu[rows[i]]), \
                or_none(board[rows[i]]), or_none(mean[rows[i]]), rows[i] in single ? \
                single[rows[i]] : sprintf("%9s %9s %9s", "-", "-", "-")
        printf "%s", said
        if (emulated)
            print "The timer is that of an emulator: its cycles say nothing about a board."
        print "QEMU: instructions there, by make bench: of a release kernel on virt, or with"
        print "MICROKIT_BOARD of the same kernel as here.  The others are of the board: the"
        print "instructions and the mean of many repetitions, and cycles of one at a time."
    }'
