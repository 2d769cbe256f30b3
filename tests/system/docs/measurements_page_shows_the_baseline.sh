#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a page of measurements whose figures are those of bench/baseline.json.
. "$(dirname "$0")/../lib.sh"

sed -n 's/^ *"\([a-z0-9_]*\)": \([0-9.]*\),\{0,1\}$/\1 \2/p' bench/baseline.json |
    sort >"$work/baseline"
[ -s "$work/baseline" ] || fail "bench/baseline.json has no figures"
# Of the first table, the rows that are the same on every machine.
sed -n '/^<!-- table -->$/,/^lines and pages /p' docs/measurements.md >"$work/instructions"
awk '/^  [a-z0-9_]+ +[0-9.]+ / { print $1, $2 }' "$work/instructions" |
    grep -v '^tool_' | sort >"$work/page"
# So are those of the second column.
sed -n 's/^ *"bulkhead_el2\/\([a-z0-9_]*\)": \([0-9.]*\),\{0,1\}$/\1 \2/p' bench/baseline.json |
    sort >"$work/baseline_el2"
[ -s "$work/baseline_el2" ] || fail "bench/baseline.json has no figures of a kernel at EL2"
awk '/^  [a-z0-9_]+ +[0-9.-]+ +[0-9.]+ / { print $1, $3 }' "$work/instructions" | sort |
    diff "$work/baseline_el2" - >"$work/difference" ||
    fail "docs/measurements.md, bulkhead_el2: not the baseline: $(sed -n 2p "$work/difference")"
if grep -q '"linux/system"' bench/baseline.json; then
    sed -n 's/^ *"linux\/\([a-z0-9_]*\)": \([0-9.]*\),\{0,1\}$/\1 \2/p' bench/baseline.json |
        sort >>"$work/baseline"
    awk '/^  linux_[a-z0-9_]+ +- +- +[0-9.]+ / { print $1, $4 }' "$work/instructions" | sort |
        grep -vE "^($(awk -F ' *[|] *' '$4 == "no" { printf "%s%s", or, $1; or = "|" }' \
            bench/rows.txt)) " >>"$work/page"
    expect_line docs/measurements.md \
        "^Column linux: $(sed -n 's/^ *"linux\/system": "\(.*\)",$/\1/p' bench/baseline.json)\.\$"
fi
diff "$work/baseline" "$work/page" >"$work/difference" ||
    fail "docs/measurements.md differs from bench/baseline.json: $(sed -n 2p "$work/difference")"

# Of the second, the eight figures of our column, which are rounded there.
sed -n 's/^ *"\([a-z0-9_]*\)\.lines": "\([0-9. ]*\)",\{0,1\}$/\1 \2/p' bench/baseline.json |
    sort >"$work/baseline_lines"
[ -s "$work/baseline_lines" ] || fail "bench/baseline.json has no lines and pages"
sed -n '/^lines and pages /,/^<!-- end -->$/p' docs/measurements.md | tr -d '()+' |
    awk '/^  [a-z0-9_]+ +[0-9]/ { print $1, $2, $3, $4, $5, $6, $7, $8, $9 }' |
    sort >"$work/page_lines"
paste -d ' ' "$work/baseline_lines" "$work/page_lines" | awk '
    $1 != $10 { print $1 " or " $10 " is in one of them alone"; exit }
    {
        for (i = 2; i <= 9; i++)
            if ($i - $(i + 9) > 0.6 || $(i + 9) - $i > 0.6) {
                print $1 ": " $i " is " $(i + 9) " on the page"
                exit
            }
    }' >"$work/difference"
[ ! -s "$work/difference" ] ||
    fail "docs/measurements.md, lines and pages: $(cat "$work/difference")"
