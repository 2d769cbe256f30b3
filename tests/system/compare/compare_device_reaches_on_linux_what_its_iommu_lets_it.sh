#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what a device that attacks gets, on Linux without an IOMMU, with one that lets
# everything through, with one as it is by default; and here, as Task 6's judge says.  A transcript
# in which an attempt got something, or in which none is told of, gives no figures.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

compare/dma/pd.sh demos/task6/expected.txt >"$work/pd"
expect_line "$work/pd" '^DMA pd_bare dma_process_read 256 256$'
expect_line "$work/pd" '^DMA pd_bare dma_process_write 256 256$'
for id in process_read process_write kernel_read kernel_write; do
    expect_line "$work/pd" "^DMA pd dma_$id 0 256\$"
done
expect_line "$work/pd" '^DMA pd dma_own 256 256$'
expect_line "$work/pd" '^DMA pd dma_reported 4 4$'
sed 's/^TASK6 PASS .*/TASK6 FAIL 63 of 64 checks passed/' demos/task6/expected.txt >"$work/failed"
expect_failure "$work/no_verdict" compare/dma/pd.sh "$work/failed"
sed '/nor does its device read it/d' demos/task6/expected.txt >"$work/fewer"
expect_failure "$work/no_kernel" compare/dma/pd.sh "$work/fewer"
expect_line "$work/no_kernel" 'has not the form of Task 6: pd dma_kernel_read'

need_linux_guest
if ! make_afresh BUILD="$build" dma-guest >"$build/linux/dma.log" 2>&1; then
    echo "SKIP $(basename "$0" .sh): $(grep -m 1 'error: ' "$build/linux/dma.log")"
    exit 0
fi
console=$work/console
compare/dma/linux/boot.sh "$build/linux" >"$console" || fail "$(tail -n 1 "$console") (in $console)"
[ "$(grep -c '^DMA DONE' "$console")" -eq 3 ] || fail "not three machines ended: $console"
# reaches COLUMN DOMAIN WORDS REPORTED: of others' pages; its own buffer always.
reaches() {
    local id
    expect_line "$console" "^SHOW $1 dma_domain .*: $2\$"
    expect_line "$console" "^DMA $1 dma_own 256 256\$"
    for id in process_read process_write kernel_read kernel_write; do
        expect_line "$console" "^DMA $1 dma_$id $3 256\$"
    done
    expect_line "$console" "^DMA $1 dma_reported $4 4\$"
}
reaches module_bare 'none: no IOMMU' 256 0
reaches module_passthrough identity 256 0
reaches module_iommu DMA 0 4
expect_line "$console" '^SHOW module_iommu dma_report .*arm-smmu-v3.*event 0x10 received'
