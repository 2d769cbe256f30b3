#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: every other test that boots an image: their runner must tell a system that
# never says its verdict, or whose QEMU ends, from one that does.
. "$(dirname "$0")/../lib.sh"

status=0
scripts/run_until.sh "$build/test/task2/loader.img" '^no such line$' 3 >"$work/hang" 2>&1 ||
    status=$?
[ $status -eq 2 ] || fail "a system without its verdict ended with status $status, not 2"

status=0
scripts/run_until.sh "$work/no-such-image" '^no such line$' "$limit" >"$work/end" 2>&1 || status=$?
[ $status -eq 1 ] || fail "a QEMU that does not start ended with status $status, not 1"

# A test that fails says why in the runner's words, not in those of the console, whose last line
# need not have to do with it.
why=$(boot "$work/reason" "$build/test/task2/loader.img" '^no such line$' 3 2>&1) &&
    fail 'a boot without the line that was to come is no failure'
[ "$why" = "error: no line matched '^no such line\$' within 3 seconds; the console ends with \
'$(tail -n 1 "$work/reason")' (in $work/reason)" ] ||
    fail "the reason of a failure is given as: $why"
why=$(QEMU=$work/none boot "$work/reason" "$work/no-such-image" '^none$' 3 2>&1) &&
    fail 'a boot without QEMU is no failure'
[ "$why" = "error: no $work/none found, which boots the image; the console ends with '' (in \
$work/reason)" ] || fail "the reason of a failure is given as: $why"

# Nor may a QEMU stay behind that does not end when it is asked to.
cat >"$work/qemu" <<'END'
#!/bin/sh
[ "$1" != --version ] || { echo 'QEMU emulator version 10.0.0'; exit; }
trap '' TERM
echo $$
while :; do sleep 1; done
END
chmod +x "$work/qemu"
QEMU=$work/qemu scripts/run_until.sh "$build/test/task2/loader.img" '^[0-9]+$' "$limit" >"$work/pid"
! kill -0 "$(cat "$work/pid")" 2>/dev/null || {
    kill -KILL "$(cat "$work/pid")"
    fail 'QEMU still runs after run_until.sh has ended'
}
