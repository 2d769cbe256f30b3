#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that an exception which EL2 or EL3 takes when all has been built is said and
# stops the machine, from memory that no user can have overwritten; and that our own loader sends
# none there.
. "$(dirname "$0")/lib.sh"

traps=$build/test/kernel-task-traps
cp -R "$sdk" "$work/sdk"
cp "$traps"/sdk/board/*/debug/elf/loader.elf "$work/sdk/board/$board/debug/elf/"
MICROKIT_SDK=$work/sdk "$sdk/bin/microkit" tests/system/signer.system --board $board \
    --config debug --search-path "$build/test/signer" -o "$work/traps.img" -r "$work/report.txt"

# tries LEVEL ARGUMENT OF RUN_UNTIL'S...: the instruction ends at that level if it is trapped
# there, and has its effect else.
tries() {
    local level=$1
    shift
    boot "$work/trapped-$level" "$@" --qemu -cpu --qemu max,cntfrq=62500000 "$work/traps.img" \
        '^Bulkhead: .*stops|^after|^Bulkhead loader' "$limit"
    expect_line "$work/trapped-$level" '^before'
    expect_line "$work/trapped-$level" "^Bulkhead: exception taken to EL$level: ESR 0x0*26000000, \
ELR 0x0*20[0-9a-f]{4}, FAR 0x[0-9a-f]{16}, SPSR 0x[0-9a-f]{14}[02468ace]0; the machine stops\.$"
    boot "$work/open-$level" "$@" --qemu -cpu --qemu max,cntfrq=62500000 \
        "$build/test/signer/loader.img" '^Bulkhead|^after' "$limit"
    expect_line "$work/open-$level" '^after'
}
tries 2
tries 3 --el1 --qemu -machine --qemu secure=on

# The page that makes it so is in the image, and nobody's.
expect_line "$work/report.txt" "^  loader's last page .* 4096 bytes$"
