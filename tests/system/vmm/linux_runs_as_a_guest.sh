#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: virtual machines.  Debian's kernel boots as a guest of the SDK's example vmm,
# on our kernel at EL2, to a shell that is typed into: it has its devices, a disk that can be
# written, a network whose other end is outside of the machine, time that passes, and can be started
# again, clean but for the disk, and be switched off.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

need_guest_files
mkdir "$work/guest" "$work/vmm" "$work/served"
cp "$guest/files.cpio" "$build/linux/kernel/vmlinuz" "$work/guest"
diff -r example/vmm "$sdk/example/vmm" >"$work/difference" ||
    fail "the SDK has not the files of example/vmm: $(head -n 1 "$work/difference")"
cp -R "$sdk/example/vmm" "$work/example"
warnings='-Wextra -Wconversion -Wshadow -Wmissing-prototypes -Werror'
make --no-print-directory -C "$work/example" run MICROKIT_SDK="$(cd "$sdk" && pwd)" \
    GUEST="$(cd "$work/guest" && pwd)" BUILD_DIR="$(cd "$work/vmm" && pwd)" \
    CC="$TARGET_CC $warnings" LD="$TARGET_LD" QEMU='echo booted:' >"$work/make" 2>&1 ||
    fail "$(grep -m 1 'error' "$work/make") (in $work/make)"

# Its own command line, but for a file that QEMU's network serves.
sed -n 's/^booted: .*cpu-num=0 //p' "$work/make" | xargs -n 2 |
    sed 's|^-netdev .*|&,tftp=@here@/../served|' >"$work/vmm/machine"
[ "$(wc -l <"$work/vmm/machine")" -eq 3 ] || fail "the network card: $(cat "$work/vmm/machine")"
module=$(linux/virtio_modules.sh "$build/linux/kernel" | tr ' ' '\n' |
    sed -n 's/^modules.virtio_blk.ko=//p')
cp "$module" "$work/served/file"

# portable because it is typed into the guest, which is Linux
printf '%s\n' 'cat /proc/interrupts' 'cat /proc/device-tree/model; echo' \
    'echo "kept on disk" >/text; dd if=/text of=/dev/vda bs=512 conv=sync; sync' \
    'cat /sys/class/net/eth0/address; sleep 1; echo slept' \
    'ping -c 1 -W 60 10.0.2.2 | grep received' \
    'tftp -g -r file 10.0.2.2; cmp file /modules/virtio_blk.ko && echo "as ours"' \
    'reboot -f' >"$work/first"
printf '%s\n' 'ls /text' 'head -c 12 /dev/vda; echo' \
    'ping -c 1 -W 60 10.0.2.2 | sed s/received/again/' 'poweroff -f' >"$work/second"
scripts/run_until.sh --board qemu_virt_aarch64_el2 --type '^GUEST READY Linux' "$work/first" \
    --type '^GUEST READY Linux' "$work/second" "$work/vmm/vmm.img" \
    '^vmm: (the guest has stopped|a fault|the kernel)' $limit >"$work/log" ||
    fail "the guest does not run: $(grep . "$work/log" | tail -n 1) ($work/log)"
expect_line "$work/log" '^Bulkhead virtual machine'
expect_line "$work/log" 'GIC.* 27 .*arch_timer'
expect_line "$work/log" 'GIC.* uart-pl011'
expect_line "$work/log" '^52:54:00:00:00:01'
expect_line "$work/log" '^slept'
expect_line "$work/log" '^1 packets transmitted, 1 packets received'
expect_line "$work/log" '^as ours'
expect_line "$work/log" '^vmm: the guest starts again'
[ "$(grep -c '^GUEST READY Linux' "$work/log")" -eq 2 ] || fail "it did not start twice: $work/log"
expect_line "$work/log" 'ls: /text: No such file'
expect_line "$work/log" '^kept on disk'
expect_line "$work/log" '^1 packets transmitted, 1 packets again'
expect_line "$work/log" '^vmm: the guest has stopped'
