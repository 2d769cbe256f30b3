#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what no test thought of.  libFuzzer, which is part of clang, plays hostile
# threads with the kernel for a minute, half of it at EL2; a machine without it skips this test.
. "$(dirname "$0")/../lib.sh"

if ! scripts/fuzz.sh has "$(scripts/fuzz.sh compiler)"; then
    echo "SKIP $(basename "$0" .sh): no compiler has libFuzzer; make setup fuzz-kernel gets one"
    exit 0
fi
make_afresh BUILD="$work/build" fuzz-kernel FUZZ_SECONDS=30 >"$work/log" 2>&1 ||
    fail "$(grep -m 1 -E 'CRASH|error' "$work/log") (in $work/log)"
for target in kernel kernel_el2; do
    expect_line "$work/log" "^$target: .*\([0-9]+ kernel entries\), .*, no crash\$"
done
