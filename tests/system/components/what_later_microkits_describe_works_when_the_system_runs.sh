#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what descriptions may have since Microkit 2.1, 2.2 and 2.3, as it works when
# the system runs: files in memory, ids in variables, symbols of another file, user slots, PDs
# without floating point, a child that is resumed; and what the monitor says of two crashes.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount "$build/test/later/loader.img" '^LATER (PASS|FAIL) ' "$limit"
grep -v '^monitor:  ' "$work/transcript" >"$work/short" || true
expect_transcript "$work/short" <tests/sdk/later/later.txt
