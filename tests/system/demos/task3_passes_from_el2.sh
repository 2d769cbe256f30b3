#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the walls around a component that attacks from the inside, each tried and each
# found where system_with_logger.xml puts it.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --manual "$build/test/el2/task3/loader.img" '^TASK3 (PASS|FAIL) ' "$limit"
expect_line "$work/transcript" '^TASK3 PASS ([0-9]+)/\1 checks$'
diff demos/task3/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task3/expected.txt: $(sed -n 2p "$work/difference")"
