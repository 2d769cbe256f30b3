#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a guest's share of the time.  In the description of two guests, one burns all
# that it gets, then makes its monitor work all the time, and then sends frames to all and burns
# between them; the other one has 30 of 100 instructions nevertheless, as the budgets there say, and
# the first one not more than its 45.  Counted in instructions, by two guests without an operating
# system.
. "$(dirname "$0")/../lib.sh"

mkdir "$work/guest" "$work/vmm"
cp -R "$sdk/example/vmm" "$work/example"
$TARGET_CC -std=c11 -Wall -Wextra -Wmissing-prototypes -Werror -O1 -mcpu=cortex-a53 \
    -mgeneral-regs-only -mstrict-align -ffreestanding -nostdlib -static -fno-pic -no-pie \
    -Wl,--build-id=none \
    -Iexample/vmm/vm -Iexample/vmm/device -T bench/guest/disk/guest.lds -o "$work/guest.elf" \
    bench/guest/disk/start.S tests/system/vmm/shares.c
"${TARGET_SIZE/%size/objcopy}" -O binary "$work/guest.elf" "$work/guest/vmlinuz"
echo nothing >"$work/guest/files.cpio"

# build NAME: that description's image.
build() {
    make --no-print-directory -C "$work/example" NAME="$1" MICROKIT_SDK="$(cd "$sdk" && pwd)" \
        GUEST="$(cd "$work/guest" && pwd)" BUILD_DIR="$(cd "$work/vmm" && pwd)" \
        CC="$TARGET_CC" LD="$TARGET_LD" >"$work/make" 2>&1 ||
        fail "$(grep -m 1 'error' "$work/make") (in $work/make)"
}

# figure NAME LINE: what a guest says of itself.
figure() {
    sed -n "s/^$2 \([0-9][0-9]*\)\$/\1/p" "$work/$1"
}

build two_guests
boot "$work/log" --board qemu_virt_aarch64_el2 "$work/vmm/two_guests.img" '^b: done' $limit
[ "$(grep -c '^[ab]: in time' "$work/log")" -eq 2 ] || fail "a guest began too late: $work/log"
burnt=$(figure log 'a: burnt')
floods=$(figure log 'a: accesses')
frames=$(figure log 'a: frames')
beside_one_that_burns=$(figure log 'b: beside one that burns')
beside_one_that_floods=$(figure log 'b: beside one that floods')
beside_one_that_sends=$(figure log 'b: beside one that sends')
[ "$burnt" -ge 40 ] || fail "a was to burn all of its budget, and had $burnt of 100"
[ "$floods" -ge 1000 ] || fail "a was to flood its monitor, and had $floods accesses"
[ "$frames" -ge 1000 ] || fail "a was to send, and its monitor had $frames frames"
[ "$burnt" -le 46 ] || fail "a has a budget of 45 of 100, and had $burnt"
[ "$beside_one_that_burns" -ge 30 ] ||
    fail "b had $beside_one_that_burns of 100 beside a, which burns"
[ "$beside_one_that_floods" -ge 30 ] ||
    fail "b had $beside_one_that_floods of 100 beside a, which floods"
[ "$beside_one_that_sends" -ge 30 ] ||
    fail "b had $beside_one_that_sends of 100 beside a, which sends frames to all"
