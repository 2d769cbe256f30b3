#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the demonstration, booted with the very command of the Microkit manual; every
# line that it prints is the one that the README shows.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --manual "$build/test/el2/task2/loader.img" '^TASK2 (PASS|FAIL) ' "$limit"
expect_line "$work/transcript" '^TASK2 PASS ([0-9]+)/\1 checks$'
diff demos/task2/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task2/expected.txt: $(sed -n 2p "$work/difference")"
