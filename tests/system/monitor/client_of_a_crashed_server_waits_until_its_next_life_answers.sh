#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what docs/compare.md says about a client that waits in a call when its server
# crashes.  If the server's next life receives again, the client waits for ever; if that first uses
# its reply object, the client is told.  Either way the server serves others.
. "$(dirname "$0")/../lib.sh"

check() {
    boot "$work/$1.transcript" "$2" '^last: ' "$limit"
    expect_line "$work/$1.transcript" '^answered: told that the call failed$'
    expect_line "$work/$1.transcript" '^last: served$'
    if grep '^forgotten: ' "$work/$1.transcript" >"$work/forgotten"; then
        fail "a client that was to wait on did not: $(cat "$work/forgotten")"
    fi
}

check active "$build/test/waiting/loader.img"

# A passive one asks the monitor in each of its lives to become so; only the first can.
sed 's/name="server"/& passive="true"/' tests/system/monitor/waiting.system >"$work/passive.system"
MICROKIT_SDK=$sdk "$sdk/bin/microkit" "$work/passive.system" --board $board --config debug \
    --search-path "$build/test/waiting" -o "$work/passive.img" -r "$work/passive.txt"
grep -qE '^    slot 5 +endpoint +monitor: endpoint +Write ' "$work/passive.txt" ||
    fail 'the server is not passive'
check passive "$work/passive.img"
