#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: one of the ways to start a Raspberry Pi 4: its firmware, which puts
# kernel8.img at 0x80000 and enters it at EL2 with the other cores waiting in the first page;
# U-Boot's `go`, with the image where it is linked; code that enters it at EL3 or EL1, also
# elsewhere, and with all four cores.
. "$(dirname "$0")/../lib.sh"
need_qemu_for rpi4b_2gb

# starts NAME ARGUMENT OF RUN_UNTIL'S...
starts() {
    local transcript=$work/$1
    shift
    boot "$transcript" --board rpi4b_2gb "$@" "$build/test/rpi4/task2/loader.img" \
        '^TASK2 (PASS|FAIL) |^Bulkhead' "$limit"
    diff demos/task2/expected.txt "$transcript" >"$transcript.difference" ||
        fail "the transcript differs from demos/task2/expected.txt:" \
            "$(sed -n 2p "$transcript.difference") (in $transcript)"
}
without() {
    printf '%s\n' --qemu -global --qemu "cortex-a72-arm-cpu.$1=off"
}
starts firmware
starts newer_firmware --at 0x200000
starts el3 --at 0x10000000
# shellcheck disable=SC2046  # words
starts el2 --at 0x10000000 $(without has_el3)
# shellcheck disable=SC2046
starts el1 --at 0x2000010 $(without has_el3) $(without has_el2)

# With MMU and caches on.
$TARGET_CC -Ikernel/board -c tests/system/boot/go.S -o "$work/go.o"
"$TARGET_LD" -Ttext=0x90000 "$work/go.o" -o "$work/go"
# shellcheck disable=SC2046
boot "$work/caches" --board rpi4b_2gb --at 0x10000000 $(without has_el3) \
    --qemu -device --qemu "loader,file=$work/go,cpu-num=0" \
    "$build/test/rpi4/task2/loader.img" '^TASK2 (PASS|FAIL) |^Bulkhead' "$limit"
{ echo '## Starting application at 0x10000000 ...' && cat demos/task2/expected.txt; } |
    diff - "$work/caches" >"$work/difference" ||
    fail "the transcript differs: $(sed -n 2p "$work/difference") (in $work/caches)"

# The wrong board is noticed: a timer that counts otherwise.
boot "$work/timer" --board rpi4b_2gb --qemu -global --qemu cortex-a72-arm-cpu.cntfrq=62500000 \
    "$build/test/rpi4/task2/loader.img" '^Bulkhead|^TASK2' "$limit"
expect_line "$work/timer" 'CNTFRQ_EL0\) is 62500000 Hz, expected 54000000 Hz as on the board'

# And as `make run` does it.
echo "rpi4b_2gb $build/test/rpi4/task2/loader.img debug" >"$work/last"
scripts/run.sh "$work/last" </dev/null >"$work/run" 2>&1 || fail "$(tail -n 1 "$work/run")"
expect_line "$work/run" '^TASK2 PASS '
