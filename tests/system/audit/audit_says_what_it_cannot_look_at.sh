#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that whoever gives the auditor something else than it needs is told what, and
# what was expected.
. "$(dirname "$0")/../lib.sh"
make_afresh BUILD="$build" "$build/audit/audit" >"$work/auditor.log" 2>&1 ||
    fail "no auditor: $(tail -n 1 "$work/auditor.log")"

image=$build/test/task2/loader.img
kernel=$sdk/board/$board/debug/elf/sel4.elf
objcopy=${TARGET_CC%gcc}objcopy
command -v "$objcopy" >/dev/null || objcopy=llvm-objcopy

# refused NAME REGEX OPTION...: the audit of task 2 ends with 2, and a line that matches.
refused() {
    local name=$1 regex=$2 status=0
    shift 2
    scripts/audit.sh --sdk "$sdk" --board "$board" --description demos/task2/system.xml \
        --seconds 20 "$@" >"$work/$name" 2>&1 || status=$?
    [ "$status" -eq 2 ] || fail "$name: status $status instead of 2 (in $work/$name)"
    expect_line "$work/$name" "$regex"
}

refused nothing 'error: no image'
refused no_image 'error: there is no image nowhere.img' nowhere.img
refused no_report 'error: there is no report' --report nowhere.txt "$image"
refused no_sdk 'error: nowhere has no board qemu_virt_aarch64_el1' --sdk nowhere "$image"
cp "$build/audit/audit" "$work/alone"
AUDITOR=$work/alone refused no_el2 'alone_el2 cannot be run; expected there the auditor' \
    --board qemu_virt_aarch64_el2 "$build/test/el2/task2/loader.img"
refused other_level 'the kernel in the machine is not that of .*_el2/debug/elf/sel4.elf: they' \
    --board qemu_virt_aarch64_el2 "$image"
refused no_option "error: unknown option '--frobnicate'" --frobnicate yes "$image"
refused no_kernel 'error: there is no kernel nowhere.elf' --kernel nowhere.elf "$image"
refused no_line "error: no line of the console matched '\^NEVER'" --until '^NEVER' "$image"

"$objcopy" --strip-debug "$kernel" "$work/no_debug.elf"
refused no_debug 'no_debug.elf has no debug information .* expected a kernel that was compiled' \
    --kernel "$work/no_debug.elf" "$image"
"$objcopy" --strip-all "$kernel" "$work/stripped.elf"
refused stripped "stripped.elf has no symbol 'ki_start'; expected a kernel of this SDK, not" \
    --kernel "$work/stripped.elf" "$image"
refused other_kernel 'the kernel in the machine is not that of .*benchmark/elf/sel4.elf: they' \
    --kernel "$sdk/board/$board/benchmark/elf/sel4.elf" "$image"

# Another system's description, and report: what differs is said, nothing is refused.
differs() {
    local name=$1 regex=$2 status=0
    shift 2
    scripts/audit.sh --sdk "$sdk" --board "$board" "$@" >"$work/$name" 2>&1 || status=$?
    [ "$status" -eq 1 ] || fail "$name: status $status instead of 1 (in $work/$name)"
    expect_line "$work/$name" "$regex"
}
sed 's/priority="200"/priority="201"/' demos/task2/system.xml >"$work/other.system"
differs other_priority 'server has priority 200; the description says: priority 201' \
    --description "$work/other.system" "$image"
sed 's/badge 0x1$/badge 0x7/' "$build/test/task2/report.txt" >"$work/other_report.txt"
differs other_report 'badge 0x1; report.txt says: monitor: endpoint Write Grant .* badge 0x7' \
    --description demos/task2/system.xml --report "$work/other_report.txt" \
    "$image"

# The same of guests, and of who calls the firmware.
sed -e '/partner_guest/,/virtual_machine>/s/^.*mr="shared".*$//' -e 's/perms="rwx"/perms="rw"/' \
    -e 's/priority="100"/priority="99"/' bench/guest/guest.system >"$work/guest.system"
differs guest 'partner_guest vcpu 0 can .* 0x40010000, which is page 0 of region shared: not in' \
    --board qemu_virt_aarch64_el2 --config release --description "$work/guest.system" \
    "$build/bench-el2/guest/loader.img"
expect_line "$work/guest" 'guest vcpu 0 can read, write and execute page 0x40000000, .* says: rw-'
expect_line "$work/guest" 'guest vcpu 0 has priority 100; the description says: priority 99'
sed 's/ smc="true"//' tests/system/components/firmware.system >"$work/firmware.system"
differs firmware 'caller has in slot 7 the SMC secure monitor calls: not in the description' \
    --board qemu_virt_aarch64_el2 --description "$work/firmware.system" \
    "$build/test/firmware/loader.img"
