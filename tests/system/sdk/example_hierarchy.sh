#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the example of a parent that restarts its child; that what the example says
# is restored is, and that what it says is not restored is not.
. "$(dirname "$0")/../lib.sh"

for board in $levels; do
    build_example hierarchy debug
    boot "$work/transcript" --board "$board" "$work/debug/loader.img" \
        '^HIERARCHY (PASS|FAIL) ' "$limit"
    # One line names an address in the child's code.
    sed 's/0x200[0-9a-f]*,/0x200...,/' "$work/transcript" >"$work/known"
    expect_transcript "$work/known" <<'EOF'
child: life 1: state restored, sum = 0; survivor, which nobody restores, = 0
parent: my child used address 0x8, which it may not
child: life 2: state restored, sum = 0; survivor, which nobody restores, = 1
parent: my child executed what is no instruction
child: life 3: state restored, sum = 0; survivor, which nobody restores, = 2
parent: my child used address 0x200..., which it may not
child: life 4: state restored, sum = 0; survivor, which nobody restores, = 3
HIERARCHY PASS 3 crashes, then done in life 4
EOF
done
