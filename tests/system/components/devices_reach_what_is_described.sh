#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `io_address_space`.  A device behind an SMMU reaches what is described, by the
# addresses that are in the description, and nothing else.  The tables in the memory of the machine,
# as a walker reads them that was written from the architecture's manuals, translate exactly what is
# described, to where the kernel and the report say that the regions are.
. "$(dirname "$0")/../lib.sh"

image=$build/test/iommu
boot "$work/transcript" "$image/loader.img" '^IOMMU (PASS|FAIL) ' "$limit"
expect_line "$work/transcript" '^the SMMU is on: done$'
"$image/walk" <"$work/transcript" >"$work/walk"
# address REGION: where the kernel says that it is; the report has to say the same.
address() {
    local found
    found=$(sed -n "s/^region $1 0x\([0-9a-f]*\) .*/\1/p" "$work/transcript")
    grep -q "^  0x0*$found to .* region $1\$" "$image/report.txt" ||
        fail "the report does not have $1 at 0x$found"
    printf '0x%s' "$found"
}
expect_transcript "$work/walk" <<END
stream 8, asid 1
  0x1ff000 +0x1000 -> $(address letter) r
  0x200000 +0x3000 -> $(address answer) rw
  0x40000000 +0x400000 -> $(address box) rw
stream 32760, asid 4660
  0x7ffffff000 +0x1000 -> $(address secret) r
END
grep -E '^(ok|WRONG|IOMMU) ' "$work/transcript" >"$work/checks"
expect_transcript "$work/checks" <<'END'
ok    read where it may read
ok    written at the end of small pages
ok    written at the end of large pages
ok    read from one region into the next
ok    not written where it may read
ok    not written where nothing is described
ok    not written where nothing is described
ok    not written where nothing is described
ok    not written where nothing is described
ok    not read by another address
IOMMU PASS 10 of 10
END
