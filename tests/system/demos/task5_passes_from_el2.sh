#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a real exploit runs, and is contained; what is printed is what docs/task5.md
# explains.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --manual "$build/test/el2/task5/loader.img" '^TASK5 (PASS|FAIL) ' "$limit"
expect_line "$work/transcript" '^TASK5 PASS ([0-9]+)/\1 checks$'
diff demos/task5/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task5/expected.txt: $(sed -n 2p "$work/difference")"
