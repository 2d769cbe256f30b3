#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the example of a passive server: it serves on its callers' time, and knows
# them by their channels, whatever they claim.
. "$(dirname "$0")/../lib.sh"

for board in $levels; do
    build_example passive_server debug
    boot "$work/transcript" --board "$board" "$work/debug/loader.img" \
        '^PASSIVE_SERVER (PASS|FAIL) ' "$limit"
    expect_transcript "$work/transcript" <<'EOF'
server: open; from now on I run on my callers' time
alice: refused 6000; my balance is 5050
bob: took 1000 from alice, as I said; my balance is 337350
bob: it was mine, so I paid it back; my balance is 338350
PASSIVE_SERVER PASS the bank holds 343400
EOF
done
