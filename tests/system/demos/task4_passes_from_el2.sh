#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a component may crash in every way there is, is explained and restarted
# clean each time, a thousand times, and that the others do not notice.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --manual "$build/test/el2/task4/loader.img" '^TASK4 (PASS|FAIL) ' "$limit"
expect_line "$work/transcript" '^TASK4 PASS ([0-9]+)/\1 checks$'
diff demos/task4/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task4/expected.txt: $(sed -n 2p "$work/difference")"
