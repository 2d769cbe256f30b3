#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make run` in an example's folder of the SDK, with no variable but the
# compilers set, which boots it as the manual says; Makefiles that are one another's but for their
# first lines; the compiler that is found where none is named; sources for any GNU C from 11 on; and
# an explanation when there is no SDK or no compiler.
. "$(dirname "$0")/../lib.sh"
# shellcheck source=scripts/qemu.sh
. scripts/qemu.sh

# But for vmm, which needs a guest: linux_runs_as_a_guest.sh
cp -R "$sdk" "$work/sdk"
rm -r "$work/sdk/example/vmm"
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
for makefile in example/*/Makefile; do
    [ -f "$sdk/$makefile" ] || fail "the SDK does not have $makefile"
done

sed '1,/^PROGRAMS/d' example/hello/Makefile >"$work/rest"
for makefile in example/*/Makefile; do
    [ "$makefile" != example/vmm/Makefile ] || continue
    folder=${makefile%Makefile}
    sed '1,/^PROGRAMS/d' "$makefile" | diff - "$work/rest" >"$work/difference" ||
        fail "$makefile differs from example/hello's: $(sed -n 2p "$work/difference")"
    for standard in gnu11 gnu17 gnu2x; do
        # shellcheck disable=SC2086  # a compiler and its arguments
        $TARGET_CC -std=$standard -Wall -Wextra -Werror -fsyntax-only -ffreestanding \
            -I"$sdk/board/$board/debug/include" "$folder"*.c
    done
done

cp -R "$sdk/example/hello" "$work/alone"
expect_failure "$work/no_sdk" make -C "$work/alone" MICROKIT_SDK=/nowhere
expect_line "$work/no_sdk" 'MICROKIT_SDK=/nowhere: no Microkit SDK is there'
expect_failure "$work/no_config" make -C "$work/alone" MICROKIT_SDK="$(cd "$sdk" && pwd)" \
    MICROKIT_CONFIG=fast
expect_line "$work/no_config" 'fast: check MICROKIT_BOARD and MICROKIT_CONFIG'

# Where no compiler is named: the prefixes in the order of scripts/toolchain.sh, then clang.
path=$(path_without "$work/bin" 'aarch64-*' 'clang*' '*lld*')
unset TOOLCHAIN CC LD
# takes FIRST_WORDS: the commands that make would run now.
takes() {
    PATH=$path make -n -B -C "$work/alone" MICROKIT_SDK="$(cd "$sdk" && pwd)" >"$work/commands"
    expect_line "$work/commands" "^$1 -c "
    expect_line "$work/commands" "^$2 -L"
}
appears() {
    program "$work/bin/$1" 'exit 1'
}
PATH=$path expect_failure "$work/none" make -n -C "$work/alone" MICROKIT_SDK="$(cd "$sdk" && pwd)"
expect_line "$work/none" 'TOOLCHAIN=PREFIX or CC=... LD=... names a compiler for AArch64'
appears clang
appears ld.lld
takes 'clang --target=aarch64-none-elf' ld.lld
prefixes=$(sed -n "s/^prefixes='\(.*\)'/\1/p" scripts/toolchain.sh)
# shellcheck disable=SC2086  # words
for prefix in $(printf '%s\n' $prefixes | sed '1!G;h;$!d'); do
    appears "${prefix}gcc"
    appears "${prefix}ld"
    takes "${prefix}gcc" "${prefix}ld"
done
[ "$prefix" = aarch64-linux-gnu- ] || fail "scripts/toolchain.sh has no prefixes: $prefixes"
