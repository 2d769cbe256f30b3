#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: several guests at once.  Two Linux boot beside each other, each with a monitor
# that has nothing of the other's; one screen and keyboard serve both; one fetches a file from the
# other, both reach what is outside, and none can send in the other's name or in one that is made
# up; one that crashes starts again beside the other, which notices nothing, and one goes on when
# the other is switched off.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

need_guest_files
mkdir "$work/guest" "$work/vmm"
cp "$guest/files.cpio" "$build/linux/kernel/vmlinuz" "$work/guest"
cp -R "$sdk/example/vmm" "$work/example"
warnings='-Wextra -Wconversion -Wshadow -Wmissing-prototypes -Werror'
make --no-print-directory -C "$work/example" run NAME=two_guests \
    MICROKIT_SDK="$(cd "$sdk" && pwd)" GUEST="$(cd "$work/guest" && pwd)" \
    BUILD_DIR="$(cd "$work/vmm" && pwd)" CC="$TARGET_CC $warnings" LD="$TARGET_LD" \
    QEMU='echo booted:' >"$work/make" 2>&1 ||
    fail "$(grep -m 1 'error' "$work/make") (in $work/make)"
sed -n 's/^booted: .*cpu-num=0 //p' "$work/make" | xargs -n 2 >"$work/vmm/machine"

# Memory of one guest, disk and what its monitor shares: nobody but its own monitor, guest and
# drivers maps that.
for guest_name in a b; do
    other=$(printf '%s' "$guest_name" | tr ab ba)
    sed -n "/<protection_domain name=\"vmm_$guest_name\"/,/<\/protection_domain>/p" \
        "$sdk/example/vmm/two_guests.system" >"$work/monitor"
    expect_line "$work/monitor" "mr=\"ram_$guest_name\""
    ! grep -q "_$other\"" "$work/monitor" || fail "the monitor of $guest_name has what is $other's"
done

# What is typed: to a, then Ctrl-] (0x1d), to b; and so on.
{
    printf '%s\n' 'nc -l -p 80 </modules/virtio_blk.ko >/dev/null &' \
        'until ping -c 1 -W 5 10.0.2.18 >/dev/null; do :; done; echo both up'
    printf '\035'
} >"$work/first"
{
    # Whose own keyboard is one that says nothing: at its end `nc` would hang up too early.
    printf '%s\n' 'mkfifo /silence; nc 10.0.2.17 80 <>/silence >/got' \
        'cmp /got /modules/virtio_blk.ko && echo as a has it' \
        'ping -c 1 -W 60 10.0.2.2 | sed s/received/outside/' \
        'be() { ifconfig eth0 down; ifconfig eth0 hw ether 52:54:00:00:00:$1; ifconfig eth0 up; }' \
        'be 01; ping -c 1 -W 2 10.0.2.2 >/dev/null' \
        'be 05; ping -c 1 -W 2 10.0.2.17 | sed s/received/forged/'
    printf '\035'
} >"$work/second"
# What a knows of b, while b still has the address that it made up.
{
    printf '%s\n' 'cat proc/net/arp; echo seen'
    printf '\035'
} >"$work/third"
{
    printf '%s\n' 'be 02; before=$(cut -d . -f 1 proc/uptime)' \
        'ping -c 1 -W 60 10.0.2.2 | sed s/received/again/'
    printf '\035'
} >"$work/fourth"
# a crashes, and its kernel asks for a start as if from power-on.  b was not started: its shell
# knows what it knew.
printf '%s\n' 'echo -1 >proc/sys/kernel/panic; echo c >proc/sysrq-trigger' >"$work/crash"
{
    printf '\035'
    printf '%s\n' '[ "$(cut -d . -f 1 proc/uptime)" -ge "$before" ] && echo b is up since'
    printf '\035'
} >"$work/beside"
printf '%s\n' 'ping -c 1 -W 60 10.0.2.18 | sed s/received/anew/; poweroff -f' >"$work/fifth"
{
    printf '\035'
    printf '%s\n' 'echo b goes on' 'poweroff -f'
} >"$work/sixth"
scripts/run_until.sh --board qemu_virt_aarch64_el2 --type '^a: GUEST READY' "$work/first" \
    --type '^a: both up' "$work/second" --type '^b: .* packets forged' "$work/third" \
    --type '^a: seen' "$work/fourth" --type '^b: .* packets again' "$work/crash" \
    --type '^a: vmm: the guest starts again' "$work/beside" \
    --type '^a: GUEST READY' "$work/fifth" \
    --type '^a: vmm: the guest has stopped' "$work/sixth" \
    "$work/vmm/two_guests.img" '^b: vmm: (the guest has stopped|a fault|the kernel)' $limit \
    >"$work/log" || fail "the guests do not run: $(grep . "$work/log" | tail -n 1) ($work/log)"
expect_line "$work/log" '^b: GUEST READY Linux'
expect_line "$work/log" '^a: both up'
expect_line "$work/log" '^b: as a has it'
expect_line "$work/log" '^b: 1 packets transmitted, 1 packets outside'
expect_line "$work/log" 'switch: dropped a frame, .*: port 2$'
expect_line "$work/log" '^b: 1 packets transmitted, 1 packets again'
# b's own address, and none that it made up.
expect_line "$work/log" '^a: 10\.0\.2\.18 .* 52:54:00:00:00:02 '
! grep -q '^a: 10\.0\.2\.18 .* 52:54:00:00:00:0[15] ' "$work/log" || fail "a believed b: $work/log"
expect_line "$work/log" '^b: b is up since'
expect_line "$work/log" '^a: 1 packets transmitted, 1 packets anew'
[ "$(grep -c '^b: GUEST READY' "$work/log")" -eq 1 ] || fail "b did not start once: $work/log"
expect_line "$work/log" '^a: vmm: the guest has stopped'
expect_line "$work/log" '^b: b goes on'
