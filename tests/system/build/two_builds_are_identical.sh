#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: reproducible images: a second build, in another folder, has the same bytes.
. "$(dirname "$0")/../lib.sh"
takes_turn 3

export CCACHE_DISABLE=1 # it is not to be what another test has built
make_afresh BUILD="$work/b" task2 >"$work/log" 2>&1 || fail "$(tail -n 1 "$work/log")"
cmp "$build/test/el2/task2/loader.img" "$work/b/task2/loader.img"
cmp "$build/test/el2/task2/report.txt" "$work/b/task2/report.txt"

make_afresh BUILD="$work/b" "$work/b/task2/loader.img" >"$work/again"
! grep -qE '^  (CC|AS|LD|AR|IMAGE) ' "$work/again" ||
    fail "a build without a change built something"
