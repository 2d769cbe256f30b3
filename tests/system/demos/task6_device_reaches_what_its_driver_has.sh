#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the device reaches no memory that its driver has not.  What the SMMU's
# tables say is in the transcript; which regions the driver has, and where they are, the tool wrote
# into the report.
. "$(dirname "$0")/../lib.sh"

report=$build/test/task6/report.txt

boot "$work/transcript" "$build/test/task6/loader.img" '^TASK6 (PASS|FAIL) ' "$limit"
sed -n 's/^iommu: stream 8 may reach \(0x[0-9a-f]*\), \([0-9]*\) bytes, r[w-]$/\1 \2/p' \
    "$work/transcript" | sort >"$work/reached"
[ -s "$work/reached" ] || fail "the device reaches nothing"

# The regions of the driver that are memory: uncached ones are registers.
sed -n "/^Protection domain 'driver'/,/^\$/p" "$report" |
    sed -n 's/^    0x.* bytes  r.-  cached  *region \([a-z]*\)$/\1/p' | while read -r region; do
    sed -n "/^Physical memory when/,/^\$/p" "$report" |
        sed -n "s/^  0x0*\([0-9a-f]*\) to .* \([0-9]*\) bytes  region $region\$/0x\1 \2/p"
done | sort >"$work/had"
diff "$work/had" "$work/reached" >"$work/difference" ||
    fail "driver and device differ: $(sed -n 2p "$work/difference")"
