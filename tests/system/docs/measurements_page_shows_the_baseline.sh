#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a page of measurements whose figures are those of bench/baseline.json.
. "$(dirname "$0")/../lib.sh"

sed -n 's/^ *"\([a-z0-9_]*\)": \([0-9.]*\),\{0,1\}$/\1 \2/p' bench/baseline.json |
    sort >"$work/baseline"
[ -s "$work/baseline" ] || fail "bench/baseline.json has no figures"
# Of the table, the rows that are the same on every machine.
sed -n '/^<!-- table -->$/,/^<!-- end -->$/p' docs/measurements.md |
    awk '/^  [a-z0-9_]+ +[0-9.]+ / { print $1, $2 }' | grep -v '^tool_' | sort >"$work/page"
if grep -q '"linux/system"' bench/baseline.json; then
    sed -n 's/^ *"linux\/\([a-z0-9_]*\)": \([0-9.]*\),\{0,1\}$/\1 \2/p' bench/baseline.json |
        sort >>"$work/baseline"
    sed -n '/^<!-- table -->$/,/^<!-- end -->$/p' docs/measurements.md |
        awk '/^  linux_[a-z0-9_]+ +- +[0-9.]+ / { print $1, $3 }' | sort |
        grep -vE "^($(awk -F ' *[|] *' '$4 == "no" { printf "%s%s", or, $1; or = "|" }' \
            bench/rows.txt)) " >>"$work/page"
    expect_line docs/measurements.md \
        "^Column linux: $(sed -n 's/^ *"linux\/system": "\(.*\)",$/\1/p' bench/baseline.json)\.\$"
fi
diff "$work/baseline" "$work/page" >"$work/difference" ||
    fail "docs/measurements.md differs from bench/baseline.json: $(sed -n 2p "$work/difference")"
