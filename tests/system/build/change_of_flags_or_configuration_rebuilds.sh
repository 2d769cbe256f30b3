#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: builds that mix objects of different flags or configurations.
. "$(dirname "$0")/../lib.sh"
takes_turn 3

goal=$work/b/task2/loader.img
make_afresh BUILD="$work/b" task2 >"$work/first.log" 2>&1 || fail "$(tail -n 1 "$work/first.log")"
cp "$goal" "$work/debug.img"

all=$(make_afresh -n BUILD="$work/b" task2 CFLAGS='-O1 -g' | grep -cE '^  (CC|AS) ')
first=$(grep -cE '^  (CC|AS) ' "$work/first.log")
[ "$all" -eq "$first" ] || fail "other CFLAGS would compile $all of $first objects anew"

make_afresh BUILD="$work/b" task2 MICROKIT_CONFIG=release >"$work/release.log" 2>&1 ||
    fail "$(tail -n 1 "$work/release.log")"
! cmp -s "$goal" "$work/debug.img" || fail "the release image is the debug image"

make_afresh BUILD="$work/b" task2 >"$work/back.log" 2>&1 || fail "$(tail -n 1 "$work/back.log")"
cmp "$goal" "$work/debug.img"
