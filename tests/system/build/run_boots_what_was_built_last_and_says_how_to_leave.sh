#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make run`: it boots the image that was built last, says how to leave, and
# Ctrl-A X does leave.
. "$(dirname "$0")/../lib.sh"

make_afresh BUILD="$work/b" task2 MICROKIT_SDK="$sdk" >"$work/build.log" 2>&1 ||
    fail "$(tail -n 1 "$work/build.log")"
# The keys are pressed once the verdict is there; without one, the checks below fail.
mkfifo "$work/keys"
make_afresh BUILD="$work/b" run <"$work/keys" >"$work/transcript" 2>&1 &
run=$!
exec 4>"$work/keys"
for _ in $(seq "$limit"); do
    ! grep -qE '^TASK2 (PASS|FAIL) ' "$work/transcript" || break
    sleep 1
done
printf '\001x' >&4
wait $run || fail "make run ended with an error: $(tail -n 1 "$work/transcript")"
expect_line "$work/transcript" 'To leave QEMU: press Ctrl-A, then X'
expect_line "$work/transcript" '^TASK2 PASS '

expect_failure "$work/nothing" make_afresh BUILD="$work/empty" run
expect_line "$work/nothing" '^error: nothing to run was built yet'
