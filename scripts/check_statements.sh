#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# check_statements.sh: every statement of docs/kernel/*.md, a list item that begins with its
# `identifier`, has a test in tests/kernel/target, or el2 in it, that names it, and no test names
# another.  Those of virtual CPUs have one in tests/kernel/vcpu or tests/kernel/guest.
#
# Prints what is missing, and how many statements and tests there are; exit status 1 if any is.
set -u
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/statements.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT

sed -nE 's/^ *([0-9]+\.|-) `([a-z0-9_]+(\.[a-z0-9_]+)+)`.*/\2/p' docs/kernel/*.md >"$work/all"
# TEST(name, "statement ..."), which may take more than one line.
{
    cat tests/kernel/target/*.c tests/kernel/target/el2/*.c tests/kernel/guest/*.c |
        tr '\n' ' ' | grep -oE 'TEST\([a-z0-9_]+,( *"[^"]*")+ *\)'
    cat tests/kernel/vcpu/*.c | tr '\n' ' ' |
        grep -oE 'stated_test\([a-z0-9_]+,( *"[^"]*")+ *\)' | sed 's/^stated_test/TEST/'
} >"$work/tests"
grep -oE '"[^"]*"' "$work/tests" | tr -d '"' | tr ' ' '\n' | grep -v '^$' | sort -u >"$work/named"
sort "$work/all" | uniq -d >"$work/twice"
sort -u "$work/all" >"$work/stated"
sed -E 's/TEST\(([a-z0-9_]+),.*/\1/' "$work/tests" | sort | uniq -d >"$work/same_name"

status=0
# complain FILE TEXT
complain() {
    local line
    while IFS= read -r line; do
        echo "error: $line: $2" >&2
        status=1
    done <"$1"
}
comm -23 "$work/stated" "$work/named" >"$work/untested"
comm -13 "$work/stated" "$work/named" >"$work/unknown"
complain "$work/twice" 'stated twice in docs/kernel'
complain "$work/untested" 'stated in docs/kernel, and no test names it'
complain "$work/unknown" 'named by a test, and not stated in docs/kernel'
complain "$work/same_name" 'two tests have this name'
echo "$(wc -l <"$work/stated" | tr -d ' ') statements, $(wc -l <"$work/tests" | tr -d ' ') tests"
exit $status
