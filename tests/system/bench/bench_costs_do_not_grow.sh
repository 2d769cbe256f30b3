#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that what an operation costs does not depend on how many threads and
# capabilities there are; and that one that does, or is missing, is an error.
. "$(dirname "$0")/../lib.sh"

bench/scale/run.sh "$build/bench/scale/loader.img" "$work" >"$work/table" 2>"$work/message" ||
    fail "$(tail -n 1 "$work/message")"
for operation in null_syscall yield switch call_active call_passive notify_nobody signal_wakes; do
    expect_line "$work/scale.log" "^SCALE $operation threads 1000 [0-9]"
done
for operation in retype delete map unmap revoke_per_child; do
    expect_line "$work/scale.log" "^SCALE $operation capabilities 100000 [0-9]"
done
expect_line "$work/table" '^  call_passive +[0-9.]+ +[0-9.]+ +[0-9.]+$'
expect_line "$work/scale.svg" '<polyline points='

# refused MESSAGE LOG: what does not fit.
refused() {
    printf '%b' "$2" >"$work/wrong.log"
    expect_failure "$work/message" awk -f bench/scale/table.awk "$work/wrong.log"
    expect_line "$work/message" "^error: $1\$"
}
few='SCALE call threads 8 400.0\nSCALE signal_wakes threads 8 400.0\n'
awk -f bench/scale/table.awk >"$work/table" <<END
$(printf '%b' "$few")
SCALE call threads 64 409.0
SCALE signal_wakes threads 64 559.0
SCALE DONE
END
refused 'call costs 409\.1 with 64 threads, and 400\.0 with 8; expected 409\.0 at most' \
    "${few}SCALE call threads 64 409.1\nSCALE DONE\n"
refused 'signal_wakes costs 559\.1 with 64 threads, and 400\.0 with 8; expected 559\.0 at most' \
    "${few}SCALE signal_wakes threads 64 559.1\nSCALE DONE\n"
refused 'no line SCALE DONE' "$few"
refused "'SCALE call threads many 1': expected SCALE operation of size instructions" \
    "${few}SCALE call threads many 1\nSCALE DONE\n"
