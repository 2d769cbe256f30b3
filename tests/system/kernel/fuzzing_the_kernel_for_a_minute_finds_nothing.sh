#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what no test thought of.  libFuzzer, which is part of clang, plays hostile
# threads with the kernel for a minute; a machine without it skips this test.
. "$(dirname "$0")/../lib.sh"

if ! scripts/fuzz.sh has "$(scripts/fuzz.sh compiler)"; then
    echo "SKIP $(basename "$0" .sh): no compiler has libFuzzer; make setup fuzz-kernel gets one"
    exit 0
fi
make_afresh BUILD="$work/build" fuzz-kernel FUZZ_SECONDS=60 >"$work/log" 2>&1 ||
    fail "$(grep -m 1 -E '^kernel:|error' "$work/log") (in $work/log)"
expect_line "$work/log" '^kernel: .*\([0-9]+ kernel entries\), .*, no crash$'
