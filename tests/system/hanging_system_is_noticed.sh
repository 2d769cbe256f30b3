#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: every other test that boots an image: their runner must tell a system that
# never says its verdict, or whose QEMU ends, from one that does.
. "$(dirname "$0")/lib.sh"

status=0
scripts/run_until.sh "$build/test/task2/loader.img" '^no such line$' 3 >"$work/hang" 2>&1 ||
    status=$?
[ $status -eq 2 ] || fail "a system without its verdict ended with status $status, not 2"

status=0
scripts/run_until.sh "$work/no-such-image" '^no such line$' "$limit" >"$work/end" 2>&1 || status=$?
[ $status -eq 1 ] || fail "a QEMU that does not start ended with status $status, not 1"
