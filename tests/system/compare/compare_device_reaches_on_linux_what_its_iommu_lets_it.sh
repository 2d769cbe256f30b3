#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what a device that attacks gets, on Linux without an IOMMU, with one that lets
# everything through, with one as it is by default, and if its driver is a process (VFIO); and here,
# as Task 6's judge says.  A transcript
# in which an attempt got something, or in which none is told of, gives no figures.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"
takes_turn 2

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
make_or_skip dma-guest
console=$work/console
compare/dma/linux/boot.sh "$build/linux" >"$console" || fail "$(tail -n 1 "$console") (in $console)"
[ "$(grep -c '^DMA DONE' "$console")" -eq 4 ] || fail "not four machines ended: $console"
# reaches COLUMN DOMAIN WORDS REPORTED ID...: of others' pages; its own buffer always.
reaches() {
    local id column=$1 domain=$2 words=$3 reported=$4
    shift 4
    expect_line "$console" "^SHOW $column dma_domain .*: $domain\$"
    expect_line "$console" "^DMA $column dma_own 256 256\$"
    for id in "$@"; do
        expect_line "$console" "^DMA $column dma_$id $words 256\$"
    done
    expect_line "$console" "^DMA $column dma_reported $reported\$"
}
process='process_read process_write'
kernel='kernel_read kernel_write'
# shellcheck disable=SC2086  # words
{
    reaches module_bare 'none: no IOMMU' 256 '0 4' $process $kernel
    reaches module_passthrough identity 256 '0 4' $process $kernel
    reaches module_iommu DMA 0 '4 4' $process $kernel
    reaches vfio DMA 0 '2 2' $process
}
expect_line "$console" '^SHOW module_iommu dma_report .*arm-smmu-v3.*event 0x10 received'
