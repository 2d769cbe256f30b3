#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a device takes what is not its driver's, until the SMMU is told what it may
# reach; what is printed is what docs/task6.md explains.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --manual "$build/test/el2/task6/loader.img" '^TASK6 (PASS|FAIL) ' "$limit"
expect_line "$work/transcript" '^TASK6 PASS ([0-9]+)/\1 checks$'
diff demos/task6/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task6/expected.txt: $(sed -n 2p "$work/difference")"
