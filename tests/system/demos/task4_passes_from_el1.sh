#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the same on a machine without EL2, where an instruction takes a nanosecond:
# the share of time that the endless loop gets is then measured without the host's noise.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --el1 --icount "$build/test/task4/loader.img" '^TASK4 (PASS|FAIL) ' 600
diff demos/task4/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task4/expected.txt: $(sed -n 2p "$work/difference")"
