#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: both names of the usual board, Microkit's and the one that says where its
# kernel runs, also in an SDK that was packed by something that knows no symbolic links; `make run`
# with either; and that the board at EL1 is another one, on the same machine.
. "$(dirname "$0")/../lib.sh"
takes_turn 4
# shellcheck source=scripts/qemu.sh
. scripts/qemu.sh

mkdir "$work/sdk"
(cd "$sdk" && find . -type f) | while IFS= read -r file; do
    mkdir -p "$work/sdk/$(dirname "$file")"
    cp "$sdk/$file" "$work/sdk/$file"
done
for name in qemu_virt_aarch64 qemu_virt_aarch64_el2 qemu_virt_aarch64_el1; do
    make -C "$work/sdk/example/hello" MICROKIT_BOARD=$name BUILD_DIR="$name" CC="$TARGET_CC" \
        LD="$TARGET_LD" >"$work/$name.log" 2>&1 || fail "$name: $(tail -n 1 "$work/$name.log")"
    make_afresh BUILD="$work/b" task2 MICROKIT_BOARD=$name -n >"$work/$name.task2" ||
        fail "make task2 does not know the board $name"
    qemu_arguments $name loader.img ,virtualization=on
    printf '%s\n' "${arguments[@]}" >"$work/$name.arguments"
done
hello=$work/sdk/example/hello
cmp "$hello/qemu_virt_aarch64/loader.img" "$hello/qemu_virt_aarch64_el2/loader.img"
! cmp -s "$hello/qemu_virt_aarch64/loader.img" "$hello/qemu_virt_aarch64_el1/loader.img" ||
    fail 'the image for a kernel at EL1 is that for one at EL2'
for name in qemu_virt_aarch64_el2 qemu_virt_aarch64_el1; do
    cmp "$work/qemu_virt_aarch64.arguments" "$work/$name.arguments"
done
