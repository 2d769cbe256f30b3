#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# boot.sh FOLDER: shows what a device reaches on Linux whose driver has a bug, on four machines:
# without an IOMMU; with one that Linux is told to let everything through; with one as Linux uses it
# by itself; and there with a driver that is a process (VFIO).  FOLDER has the guest's kernel and,
# if it could be built, the archive with the module; if not, `dma.log` says why.  Prints the
# consoles.
set -u
folder=$1
run=$(dirname "$0")/../../../scripts/run_until.sh
archive=$folder/dma/initramfs

if [ ! -f "$archive" ]; then
    why=$(grep -m 1 'error: ' "$folder/dma.log" 2>/dev/null)
    for column in module_bare module_passthrough module_iommu vfio; do
        echo "MISSING $column:dma ${why:-the module was not built}" | sed 's/ error: / /'
    done
    exit 0
fi

# boot COLUMN KERNEL_ARGUMENTS QEMU_ARGUMENT...
boot() {
    local column=$1 arguments=$2 argument qemu=()
    shift 2
    for argument in -device edu,addr=1,dma_mask=0xffffffffff "$@"; do
        qemu+=(--qemu "$argument")
    done
    "$run" --icount ${qemu[@]+"${qemu[@]}"} --linux "$folder/kernel/vmlinuz" \
        "run=dma_guest:$column nokaslr norandmaps $arguments" "$archive" '^DMA DONE' 300
}

boot module_bare '' || exit 1
boot module_passthrough iommu.passthrough=1 -machine iommu=smmuv3 || exit 1
boot module_iommu '' -machine iommu=smmuv3 || exit 1
boot vfio '' -machine iommu=smmuv3
