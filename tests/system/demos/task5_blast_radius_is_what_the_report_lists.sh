#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the blast radius is exactly what the tool says vulnerable_pd has.  The
# injected code found the one by trying; the tool wrote the other without running anything.
. "$(dirname "$0")/../lib.sh"

sample=tests/compare/sample/task5_report.txt

# Both lists as lines `mapping START PAGES RIGHTS` and `slot N`.
from_report() {
    sed -n "/^Protection domain 'vulnerable_pd'/,/^\$/p" "$1" | sed -nE \
        -e 's/^    slot ([0-9]+) .*/slot \1/p' \
        -e 's/^    0x0*([0-9a-f]+) to .* ([0-9]+) bytes  ([rwx-]{3}) .*/mapping 0x\1 \2 \3/p' |
        awk '$1 == "mapping" { $3 = $3 / 4096 } { print }'
}

from_transcript() {
    sed -nE \
        -e 's/^  .* slot +([0-9]+)$/slot \1/p' \
        -e 's/^  .* ([0-9]+) pages? +([rwx-]{3})  (0x[0-9a-f]+)$/mapping \3 \1 \2/p' "$1"
}

# on BOARD FOLDER: Task 5 there, of the image in FOLDER.
on() {
    boot "$work/transcript" --board "$1" "$2/loader.img" '^TASK5 (PASS|FAIL) ' "$limit"
    from_report "$2/report.txt" | sort >"$work/listed"
    from_transcript "$work/transcript" | sort >"$work/found"
    grep -q '^slot' "$work/listed" && grep -q '^mapping' "$work/listed" ||
        fail "$2/report.txt lists nothing for vulnerable_pd"
    diff "$work/listed" "$work/found" >"$work/difference" ||
        fail "$1: report and blast radius differ: $(sed -n 2p "$work/difference")"
}

on "$board" "$build/test/task5"
on qemu_virt_aarch64 "$build/test/el2/task5"
# A unit test reads an older report beside the expected transcript, the usual board's: it must list
# the same.
from_report "$sample" | sort >"$work/sampled"
cmp -s "$work/listed" "$work/sampled" ||
    fail "$sample lists something else: replace it by $build/test/el2/task5/report.txt"
