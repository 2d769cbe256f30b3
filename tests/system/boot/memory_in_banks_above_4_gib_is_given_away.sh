#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: memory above 4 GiB, and in several banks, as a Raspberry Pi 4 with 8 GB has
# it, which QEMU does not emulate: here on QEMU's `virt`, with a board of the same banks, added as
# docs/boards.md says.
. "$(dirname "$0")/../lib.sh"
takes_turn 1

copy_sources "$work/tree"
mkdir "$work/tree/kernel/board/virt_8gb"
sed -e '/^ram/d' kernel/board/qemu_virt_aarch64_el1/board.txt \
    >"$work/tree/kernel/board/virt_8gb/board.txt"
grep '^ram  *0x[14]0*  *0x' kernel/board/rpi4b_8gb/board.txt \
    >>"$work/tree/kernel/board/virt_8gb/board.txt"
make --no-print-directory -C "$work/tree" BUILD=b CFLAGS="$CFLAGS" \
    BOARDS=virt_8gb CONFIGS=debug task2 MICROKIT_BOARD=virt_8gb \
    >"$work/make.log" 2>&1 || fail "$(tail -n 1 "$work/make.log") (in $work/make.log)"

# Task 2, whose server has the first and the last page of each bank, too; the first bank's first is
# the kernel's.
regions=
maps=
vaddr=$((0x10000000))
for page in 0xfbfff000 0x100000000 0x1fffff000; do
    regions="$regions<memory_region name=\"at_$page\" size=\"0x1000\" phys_addr=\"$page\" />"
    maps="$maps<map mr=\"at_$page\" vaddr=\"$vaddr\" perms=\"rw\" />"
    vaddr=$((vaddr + 0x1000))
done
sed -e "s|^<system>|&$regions|" -e "s|<program_image path=\"server.elf\" />|&$maps|" \
    demos/task2/system.xml >"$work/edges.system"
"$work/tree/b/sdk/bin/microkit" "$work/edges.system" --search-path "$work/tree/b/task2" \
    --board virt_8gb --config debug -o "$work/edges.img" -r "$work/edges.txt" \
    >"$work/tool.log" 2>&1 || fail "$(head -n 1 "$work/tool.log")"
boot "$work/transcript" --qemu -m --qemu 8G "$work/edges.img" '^TASK2 (PASS|FAIL) |^Bulkhead' \
    "$limit"
expect_transcript "$work/transcript" <demos/task2/expected.txt
expect_line "$work/edges.txt" '^  0x0001fffff000 to 0x000200000000 .* region at_0x1fffff000$'
