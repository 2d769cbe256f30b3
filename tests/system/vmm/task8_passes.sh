#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: Linux is a guest that is taken over, its kernel and its VMM too, and nobody
# else notices; what is printed is what docs/task8.md explains, but for what Linux says of itself.
# And that it can fail: with the secret's page in the guest's and the VMM's address spaces, the
# attacks find it in both.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

need_linux_guest
make_or_skip "$build/linux/headers/folder"
make_afresh BUILD="$build" MICROKIT_BOARD=qemu_virt_aarch64 "$build/task8/loader.img" \
    >"$work/make" 2>&1 || fail "$(tail -n 1 "$work/make") (in $work/make)"
boot_by_this_clock "$work/transcript" --board qemu_virt_aarch64_el2 "$build/task8/loader.img" \
    '^TASK8 (PASS|FAIL) ' "$limit"
expect_line "$work/transcript" '^TASK8 PASS ([0-9]+)/\1 checks$'
without_figures "$work/transcript" | grep -v '^linux: ' |
    diff demos/task8/expected.txt - >"$work/difference" ||
    fail "the transcript differs from demos/task8/expected.txt: $(sed -n 2p "$work/difference")"

# Both have it: the guest at its physical address, the VMM where safe_server has it.  QEMU ends when
# both were found, for the rest is slow.
guest_too='<map mr="vault" vaddr="0x5f000000" perms="r" />'
vmm_too='<map mr="vault" vaddr="0x4400000" perms="r" />'
sed -e "s|<vcpu id=\"0\" />|&$guest_too|" -e "s|<program_image path=\"vmm.elf\" />|&$vmm_too|" \
    demos/task8/system_with_guest.xml >"$work/hole.xml"
[ "$(grep -c 'mr="vault"' "$work/hole.xml")" -eq 3 ] || fail 'the holes were not made'
"$sdk/bin/microkit" "$work/hole.xml" --search-path "$build/task8" --board qemu_virt_aarch64_el2 \
    --config debug -o "$work/hole.img" -r "$work/hole.txt" >"$work/hole.log" 2>&1 ||
    fail "$(head -n 1 "$work/hole.log")"
boot_by_this_clock "$work/hole" --board qemu_virt_aarch64_el2 "$work/hole.img" \
    '^(client: (ok   |FAIL, not so:) memory: what |TASK8 )' "$limit"
expect_line "$work/hole" '^client: FAIL, not so: physical memory that is others'
expect_line "$work/hole" '^client: FAIL, not so: refused: this very access faulted'
expect_line "$work/hole" '^  r-.  NOT GRANTED, at 0x4400000'
expect_line "$work/hole" '^client: FAIL, not so: memory: what '
