#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what docs/compare.md says about a client that waits in a call when its server
# crashes.  If the server's next life receives again, the client waits for ever; if that first uses
# its reply object, the client is told.  Either way the server serves others.
. "$(dirname "$0")/lib.sh"

boot "$work/transcript" "$build/test/waiting/loader.img" '^last: ' "$limit"
expect_line "$work/transcript" '^answered: told that the call failed$'
expect_line "$work/transcript" '^last: served$'
if grep '^forgotten: ' "$work/transcript" >"$work/forgotten"; then
    fail "a client that was to wait on did not: $(cat "$work/forgotten")"
fi
