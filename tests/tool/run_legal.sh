#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Every legal/NAME.system, most of them at the edge of what is allowed, must be built without a
# message; the report must have each line of legal/NAME.expected.
set -u
. "$(dirname "$0")/lib.sh"
prepare legal

# The lines of file $1 that are not lines, or parts of lines, of file $2.
missing_lines() {
    while IFS= read -r line; do
        grep -qF -e "$line" "$2" || printf '%s\n' "$line"
    done <"$1"
}

for system in "$tests"/legal/*.system; do
    name=$(basename "$system" .system)
    cp "$system" . || exit 1
    build "$name.system"
    expected=$tests/legal/$name.expected
    if [ "$status" -ne 0 ]; then
        fail "tool_builds_$name" "exit status $status: $(head -n 1 stderr)"
    elif [ -s stderr ]; then
        fail "tool_builds_$name" "unexpected message: $(head -n 1 stderr)"
    elif [ "$(ls -A out | tr '\n' ' ')" != "loader.img report.txt " ]; then
        fail "tool_builds_$name" "made $(ls -A out | tr '\n' ' ')"
    elif [ ! -s "$expected" ]; then
        fail "tool_builds_$name" "$expected is empty: there is nothing to compare with"
    elif [ -n "$(missing_lines "$expected" out/report.txt)" ]; then
        fail "tool_builds_$name" "not in the report: $(missing_lines "$expected" out/report.txt |
            head -n 1)"
    else
        pass "tool_builds_$name"
    fi
done

[ "$failures" -eq 0 ]
