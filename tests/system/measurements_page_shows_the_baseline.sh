#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a page of measurements whose figures are those of bench/baseline.json.
. "$(dirname "$0")/lib.sh"

sed -n 's/^ *"\([a-z0-9_]*\)": \([0-9.]*\),\{0,1\}$/\1 \2/p' bench/baseline.json |
    sort >"$work/baseline"
[ -s "$work/baseline" ] || fail "bench/baseline.json has no figures"
# Of the table, the rows that are the same on every machine.
sed -n '/^<!-- table -->$/,/^<!-- end -->$/p' docs/measurements.md |
    awk '/^  [a-z0-9_]+ +[0-9.]+ / { print $1, $2 }' | grep -v '^tool_' | sort >"$work/page"
diff "$work/baseline" "$work/page" >"$work/difference" ||
    fail "docs/measurements.md differs from bench/baseline.json: $(sed -n 2p "$work/difference")"
