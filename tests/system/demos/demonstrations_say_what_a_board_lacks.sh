#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a plain word, before anything is built, where a board has not what a
# demonstration is about.
. "$(dirname "$0")/../lib.sh"

# refuses BOARD ARGUMENTS OF MAKE...
refuses() {
    local name=$1
    shift
    expect_failure "$work/$name" make_afresh -n "$@" MICROKIT_BOARD="$name"
    expect_line "$work/$name" "task6(_disk)? needs what the board $name does not have: smmu pci;$(
    ) boards that have it: .*virt"
}
refuses rpi4b_2gb task6
refuses rpi4b_1gb task6_disk
refuses rpi4b_4gb sdcard TASK=task6
refuses rpi4b_8gb task2 diagram TASK=task6

# Those that have it, and what a board does have, are not refused.
make_afresh -n task6 task6_disk >"$work/virt" 2>&1 || fail "$(tail -n 1 "$work/virt")"
make_afresh -n task2 task7 MICROKIT_BOARD=rpi4b_2gb >"$work/pi" 2>&1 ||
    fail "$(tail -n 1 "$work/pi")"
