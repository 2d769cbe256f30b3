#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the tool's report and what a component really has are the same list.  The
# demonstration prints what the prober found by trying; the tool wrote report.txt without running
# anything.  And that the logger has what the demonstration says of it, and no more.
. "$(dirname "$0")/../lib.sh"

report=$build/test/task3/report.txt

# section NAME: the report's lines about that protection domain.
section() {
    sed -n "/^Protection domain '$1'/,/^\$/p" "$report"
}

# What the transcript shows of a capability or mapping, in one form.  The badge of slot 5 shows
# itself to nobody but the monitor.
from_report() {
    section "$1" | grep -E '^    (slot|0x)' | sed -E \
        -e 's/ [0-9]+ bytes / /' -e 's/ cached / /' -e '/slot 5 /s/ badge .*//' -e 's/ +/ /g'
}

from_transcript() {
    awk '/^  (slot|0x)/ {
        line = ""
        for (i = 1; i <= NF; i++)
            line = line " " ($1 == "slot" && $i ~ /^[R-][W-][G-][P-]$/ ? rights($i) : $i)
        print line
    }
    function rights(letters,    text) {
        if (letters ~ /R/) text = text " Read"
        if (letters ~ /W/) text = text " Write"
        if (letters ~ /G/) text = text " Grant"
        if (letters ~ /P/) text = text " GrantReply"
        return substr(text, 2)
    }' "$1"
}

boot "$work/transcript" "$build/test/task3/loader.img" '^TASK3 (PASS|FAIL) ' "$limit"
from_report prober | sort >"$work/listed"
from_transcript "$work/transcript" | sort >"$work/found"
[ -s "$work/listed" ] || fail "the report lists nothing for the prober"
diff "$work/listed" "$work/found" >"$work/difference" ||
    fail "report and reality differ: $(sed -n 2p "$work/difference")"

# Registers: who may use those that are there once.
expect_line "$report" '^  physical timer  .*: nobody$'
expect_line "$work/transcript" '^warden: ok    physical timer: .*: 6 uses, each an exception$'
expect_line "$report" '^  performance monitors  .*: nobody$'
expect_line "$work/transcript" '^warden: ok    performance monitors: .*: 18 uses, each an exce'
expect_line "$report" '^  counter  .*: all, but only read them$'
expect_line "$work/transcript" '^warden: ok    the counter, .*: read, as by all$'

# What the prober is told of others is really there.
section server | grep -qE '0x0*5000000 to .* rw- .* region evidence$' || fail "no evidence page"
section warden | grep -qE '0x0*7000000 to .* r-- .* region log_server$' || fail "no log at warden"

# The logger: every region read-only, and no capability but those that every component has.
section logger | sed -nE 's/.* (r..) .* region (log_[a-z]*)$/\1 \2/p' | tr '\n' ' ' >"$work/regions"
[ "$(cat "$work/regions")" = 'r-- log_server r-- log_client r-- log_prober ' ] ||
    fail "the logger has the regions $(cat "$work/regions")"
slots=$(section logger | sed -nE 's/^    slot ([0-9]+) .*/\1/p' | tr '\n' ' ')
[ "$slots" = '1 3 4 ' ] || fail "the logger has slots $slots"
