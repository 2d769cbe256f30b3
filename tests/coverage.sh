#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# coverage.sh FOLDER OBJECTS PROGRAM...: runs each PROGRAM (replay_* with the fuzz inputs kept for
# it), which is linked with objects in OBJECTS that count what they execute, and prints which lines
# of their sources nothing executed and, for each source, how many lines and branches were.
#
# Ends with status 1 if a program fails, or if fewer than LEAST percent of the lines were executed.
set -u
cd "$(dirname "$0")/.." || exit 1

least=95
folder=$1
objects=$2
shift 2

# What reads the counts of the compiler $CC: gcc's and clang's formats differ.
reader() {
    if ! "${CC:-cc}" --version | grep -q clang; then
        echo gcov
    elif command -v llvm-cov >/dev/null 2>&1; then
        echo 'llvm-cov gcov'
    else
        echo 'xcrun llvm-cov gcov'
    fi
}

stop() {
    echo "error: $*" >&2
    exit 1
}

find "$objects" -name '*.gcda' -exec rm -f {} +
for program in "$@"; do
    inputs=
    case $program in
    */replay_*) inputs=tests/fuzz/corpus/${program##*/replay_}/* ;;
    esac
    # shellcheck disable=SC2086  # a pattern
    "$program" $inputs >"$program.out" 2>&1 </dev/null ||
        stop "$program failed: $(grep -m 1 -E '^not ok|^step' "$program.out") ($program.out)"
done

read_counts=$(reader)
find "$objects" -name '*.gcda' | sort | while IFS= read -r counts; do
    # shellcheck disable=SC2086  # a command and its first argument
    $read_counts -b -c -t "$counts" 2>"$folder/reader.err"
done >"$folder/counts"
[ -s "$folder/counts" ] || stop "$read_counts printed nothing: $(tail -n 1 "$folder/reader.err")"
awk -v least="$least" -f tests/coverage.awk "$folder/counts"
