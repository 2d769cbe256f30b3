#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the same walls on a machine without EL2.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --el1 "$build/test/task3/loader.img" '^TASK3 (PASS|FAIL) ' "$limit"
expected_at_el1 3 | expect_transcript "$work/transcript"
