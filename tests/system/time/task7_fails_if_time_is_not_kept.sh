#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the demonstration can fail.  Each variant of the system description gives
# somebody other time than it says; the verdict must name the check that notices.  Without such a
# change, the same programs pass.
. "$(dirname "$0")/../lib.sh"

# The programs, with fewer deadlines.
copy_sources "$work/tree"
shorten_task7 "$work/tree"
make --no-print-directory -C "$work/tree" BUILD=build MICROKIT_SDK="$(cd "$sdk" && pwd)" \
    MICROKIT_BOARD="$board" MICROKIT_CONFIG=debug build/task7/loader.img >"$work/build.log" 2>&1 ||
    fail "nothing was built: $(grep -m 1 'error' "$work/build.log")"
programs=$work/tree/build/task7
boot "$work/unchanged.transcript" "$programs/loader.img" '^TASK7 [A-Z]+ ' "$limit"
expect_line "$work/unchanged.transcript" '^TASK7 PASS ([0-9]+)/\1 checks$'

# variant NAME SED_SCRIPT EXPECTED: EXPECTED is a regular expression for the verdict's reason.
variant() {
    sed "$2" demos/task7/system_time.xml >"$work/$1.xml"
    ! cmp -s demos/task7/system_time.xml "$work/$1.xml" || fail "$1: nothing was changed"
    "$sdk/bin/microkit" "$work/$1.xml" --search-path "$programs" --board "$board" \
        --config debug -o "$work/$1.img" -r "$work/$1.txt" >"$work/$1.log" 2>&1 ||
        fail "$1: $(head -n 1 "$work/$1.log")"
    boot "$work/$1.transcript" "$work/$1.img" '^TASK7 [A-Z]+ ' "$limit"
    expect_line "$work/$1.transcript" "^TASK7 FAIL [0-9]+ of [0-9]+ checks passed; .*: $3"
}

# Together the five have more than what is left before a deadline.
variant more_than_there_is 's|\(name="flooder" .*budget=\)"40"|\1"400"|' \
    'it met each of its deadlines$'
# The server has time of its own, which whoever calls it may use.
variant server_pays 's|\(name="server" .*\) passive="true"|\1|' \
    'for more than two of its periods the client got no answer$'

# A server that is below its clients, the tool refuses.
sed 's|\(name="server" .*\) priority="180"|\1 priority="60"|' demos/task7/system_time.xml \
    >"$work/below.xml"
expect_failure "$work/below.log" "$sdk/bin/microkit" "$work/below.xml" --search-path \
    "$programs" --board "$board" --config debug -o "$work/below.img" -r "$work/below.txt"
expect_line "$work/below.log" "error: protected call from 'high' \(priority 160\) to 'server' \
\(priority 60\); expected a callee of strictly higher priority"
