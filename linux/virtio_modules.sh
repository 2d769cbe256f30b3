#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# virtio_modules.sh KERNEL_FOLDER: the drivers of virtio devices, which Debian's kernel has as
# modules, as words for initramfs.sh: modules/NAME.ko=FILE.  None for a kernel that LINUX_KERNEL
# names: what it has, it has built in.
set -u
[ -d "$1/package" ] || exit 0

for name in virtio virtio_ring virtio_mmio virtio_blk failover net_failover virtio_net \
    virtio_console; do
    file=$(find "$1/package" -name "$name.ko" | head -n 1)
    [ -n "$file" ] || {
        echo "error: the kernel in $1 has no module $name.ko" >&2
        exit 1
    }
    printf '%s\n' "modules/$name.ko=$file"
done
