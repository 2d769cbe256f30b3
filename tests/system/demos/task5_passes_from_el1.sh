#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the same exploit, contained on a machine without EL2.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --el1 "$build/test/task5/loader.img" '^TASK5 (PASS|FAIL) ' "$limit"
expected_at_el1 5 | expect_transcript "$work/transcript"
