#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: Tasks 2 to 7 on the board whose kernel runs at EL1, with the same transcripts
# but for addresses, on the machine that has EL2; the tests taskN_passes_from_el2 boot those of the
# usual board.
. "$(dirname "$0")/../lib.sh"

for task in 2 3 4 5 6 7; do
    transcript=$work/task$task
    boot_task task$task "$transcript" --board qemu_virt_aarch64_el1 \
        "$build/test/task$task/loader.img" "^TASK$task [A-Z]+ " "$limit"
    without_figures "$transcript" >"$transcript.lines"
    expected_at_el1 $task | expect_transcript "$transcript.lines"
done
# What changes nothing is no longer true of any transcript.
cat demos/task[35]/expected.txt >"$work/all"
sed '/^#/d' tests/system/at_el1.sed | while IFS= read -r change; do
    ! sed "$change" "$work/all" | cmp -s - "$work/all" || fail "nothing is changed by: $change"
done
