#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: starting on a machine without EL2, with the same transcript.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --el1 "$build/test/task2/loader.img" '^TASK2 (PASS|FAIL) ' "$limit"
diff demos/task2/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task2/expected.txt: $(sed -n 2p "$work/difference")"
