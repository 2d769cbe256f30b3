#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the files of example/vmm's guest are good, whatever becomes of its
# monitor: with its device tree, Debian's kernel boots on the machine that the tree is like, finds
# its console, its drivers and a shell, and can switch the machine off.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

need_guest_files
# portable because it is typed into the guest, which is Linux
printf '%s\n' 'cat /proc/interrupts' 'cat /proc/device-tree/model; echo' >"$work/typed"
printf '%s\n' 'ls /sys/bus/virtio/drivers' 'poweroff -f' >>"$work/typed"
scripts/run_until.sh --qemu -m --qemu 128M --qemu -dtb --qemu "$guest/tree.dtb" \
    --linux "$build/linux/kernel/vmlinuz" 'console=ttyAMA0 rdinit=/init' \
    --type '^GUEST READY Linux' "$work/typed" \
    "$guest/files.cpio" 'reboot: Power down' $limit >"$work/log" ||
    fail "the guest's files do not boot: $(grep . "$work/log" | tail -n 1) ($work/log)"
! grep -q 'init: no module' "$work/log" || fail "a module is missing: $work/log"
expect_line "$work/log" '^Bulkhead virtual machine'
expect_line "$work/log" 'GIC.* uart-pl011'
for driver in virtio_blk virtio_net virtio_console; do
    expect_line "$work/log" "(^|[[:space:]])$driver([[:space:]]|\$)"
done
