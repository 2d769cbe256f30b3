#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the same, on a machine without EL2.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --el1 "$build/test/task6/loader.img" '^TASK6 (PASS|FAIL) ' "$limit"
diff demos/task6/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task6/expected.txt: $(sed -n 2p "$work/difference")"
