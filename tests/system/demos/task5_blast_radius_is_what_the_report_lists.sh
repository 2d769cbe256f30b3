#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the blast radius is exactly what the tool says vulnerable_pd has.  The
# injected code found the one by trying; the tool wrote the other without running anything.
. "$(dirname "$0")/../lib.sh"

report=$build/test/task5/report.txt
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

boot "$work/transcript" "$build/test/task5/loader.img" '^TASK5 (PASS|FAIL) ' "$limit"
from_report "$report" | sort >"$work/listed"
from_transcript "$work/transcript" | sort >"$work/found"
grep -q '^slot' "$work/listed" && grep -q '^mapping' "$work/listed" ||
    fail "the report lists nothing for vulnerable_pd"
diff "$work/listed" "$work/found" >"$work/difference" ||
    fail "report and blast radius differ: $(sed -n 2p "$work/difference")"

# A unit test reads an older report beside the expected transcript: it must list the same.
from_report "$sample" | sort >"$work/sampled"
cmp -s "$work/listed" "$work/sampled" || fail "$sample lists something else: replace it by $report"
