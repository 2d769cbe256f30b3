#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that an exception which EL2 or EL3 takes when all has been built is said and
# stops the machine, from memory that no user can have overwritten; that our own loader sends none
# there; and that other cores wait in that memory.
. "$(dirname "$0")/../lib.sh"

# make_image NAME: the system under the loader of build/test/kernel-task-NAME.
cp -R "$sdk" "$work/sdk"
make_image() {
    cp "$build/test/kernel-task-$1"/sdk/board/*/debug/elf/loader.elf \
        "$work/sdk/board/$board/debug/elf/"
    MICROKIT_SDK=$work/sdk "$sdk/bin/microkit" tests/system/boot/signer.system \
        --board $board --config debug --search-path "$build/test/signer" \
        -o "$work/$1.img" -r "$work/$1.txt"
}
make_image traps
make_image cores

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

# A second core that comes to the loader waits there, too: nothing else is executed in that page.
page=$(sed -n "s/^  loader's last page *\(0x[0-9a-f]*\) .* 4096 bytes$/\1/p" "$work/cores.txt")
[ -n "$page" ] || fail "$work/cores.txt does not list the loader's last page"
boot "$work/cores" --qemu -smp --qemu 2 --qemu -cpu --qemu max,cntfrq=62500000 \
    --qemu -d --qemu exec,nochain --qemu -dfilter --qemu "$page+0x1000" --qemu -D \
    --qemu "$work/cores.trace" "$work/cores.img" '^Bulkhead|^after' "$limit"
expect_line "$work/cores" '^after'
expect_line "$work/cores.trace" '^Trace 1: '
if grep -v '^Trace 1: ' "$work/cores.trace" >"$work/others"; then
    fail "the first core gets there: $(head -n 1 "$work/others")"
fi
