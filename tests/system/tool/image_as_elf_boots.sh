#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: --image-type elf.  Boot loaders that want an ELF file, here QEMU's two, start
# it, and the target's tools find the symbols in it.
. "$(dirname "$0")/../lib.sh"

image=$work/image.elf
MICROKIT_SDK=$sdk "$sdk/bin/microkit" tests/sdk/later/later.system --board "$board" --config debug \
    --search-path "$build/test/later" --image-type elf -o "$image" -r "$work/report.txt" ||
    fail 'the tool made no image'

boot "$work/as_kernel" --icount --kernel "$image" '^LATER (PASS|FAIL) ' "$limit"
expect_line "$work/as_kernel" '^LATER PASS '
boot "$work/loaded" --icount --el1 "$image" '^LATER (PASS|FAIL) ' "$limit"
expect_line "$work/loaded" '^LATER PASS '

# TARGET_SIZE is size, and names its neighbour nm.
nm=$(printf '%s\n' "$TARGET_SIZE" | sed 's/size\([^/]*\)$/nm\1/')
"$nm" "$image" >"$work/symbols" || fail "$nm cannot read $image"
# The loader is where the image is, the kernel and the initial task are where they run.
expect_line "$work/symbols" '^0000000070[0-9a-f]{6} . boot_image$'
expect_line "$work/symbols" '^ffffff[0-9a-f]{10} . ki_boot_end$'
expect_line "$work/symbols" '^0000000080[0-9a-f]{6} . monitor_step$'
