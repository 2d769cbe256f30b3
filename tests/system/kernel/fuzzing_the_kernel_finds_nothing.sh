#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what no test thought of.  libFuzzer, which is part of clang, plays hostile
# threads with the kernel for half a minute, at EL1 and EL2 in turns; a machine without it skips
# this test.
. "$(dirname "$0")/../lib.sh"

if ! scripts/fuzz.sh has "$(scripts/fuzz.sh compiler)"; then
    echo "SKIP $(basename "$0" .sh): no compiler has libFuzzer; make setup fuzz-kernel gets one"
    exit 0
fi
targets=
! in_turn 1 3 || targets=kernel
! in_turn 2 4 || targets="$targets kernel_el2"
make_afresh BUILD="$work/build" fuzz FUZZ="$targets" FUZZ_SECONDS=30 >"$work/log" 2>&1 ||
    fail "$(grep -m 1 -E 'CRASH|error' "$work/log") (in $work/log)"
for target in $targets; do
    expect_line "$work/log" "^$target: .*\([0-9]+ kernel entries\), .*, no crash\$"
done
