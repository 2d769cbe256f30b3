#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make run` in an example's folder of the SDK, with no variable but the
# compilers set, which boots it as the manual says; and an explanation when there is no SDK.
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/qemu.sh
. scripts/qemu.sh

cp -R "$sdk" "$work/sdk"
for name in "$work"/sdk/example/*/; do
    folder=${name%/}
    make -C "$folder" run CC="$TARGET_CC" LD="$TARGET_LD" QEMU='echo booted:' >"$work/log" 2>&1 ||
        fail "$folder: $(tail -n 1 "$work/log")"
    qemu_arguments $board build/loader.img ,virtualization=on
    grep '^booted: ' "$work/log" | tr ' ' '\n' | sed 1d | sort >"$work/arguments"
    printf '%s\n' "${arguments[@]}" | sort | diff - "$work/arguments" >"$work/difference" ||
        fail "$folder: make run boots otherwise: $(sed -n 2p "$work/difference")"
    [ -s "$folder/build/loader.img" ] || fail "$folder: no image"
    rm -r "$folder/build"
    diff -r "example/$(basename "$folder")" "$folder" >"$work/difference" ||
        fail "$folder has not the files of example/$(basename "$folder")"
done
for folder in example/*/; do
    [ -d "$sdk/$folder" ] || fail "the SDK does not have $folder"
done

cp -R "$sdk/example/hello" "$work/alone"
expect_failure "$work/no_sdk" make -C "$work/alone" MICROKIT_SDK=/nowhere
expect_line "$work/no_sdk" 'MICROKIT_SDK=/nowhere: no Microkit SDK is there'
expect_failure "$work/no_config" make -C "$work/alone" MICROKIT_SDK="$(cd "$sdk" && pwd)" \
    MICROKIT_CONFIG=fast
expect_line "$work/no_config" 'fast: check MICROKIT_BOARD and MICROKIT_CONFIG'
