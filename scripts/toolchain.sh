#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Finds the compiler for the target and writes it down for make.
#
#   toolchain.sh FILE      write FILE (make syntax), untouched if nothing changed
#   toolchain.sh --check   only say by exit status whether there is one
#
# Order: the gcc of each prefix below, then clang with lld, Homebrew's last.  CROSS_COMPILE=PREFIX
# or LLVM=1 in the environment overrides the search.
set -u
# shellcheck source=scripts/brew.sh
. "$(dirname "$0")/brew.sh"

prefixes='aarch64-linux-gnu- aarch64-none-elf- aarch64-elf- aarch64-unknown-linux-gnu-'
clangs='clang clang-22 clang-21 clang-20 clang-19 clang-18 clang-17 clang-16 clang-15 clang-14'
target=--target=aarch64-none-elf

have() {
    command -v "$1" >/dev/null 2>&1
}

die() {
    printf '%s\n' "$@" >&2
    exit 1
}

# try_gcc PREFIX
try_gcc() {
    local tool
    for tool in gcc ld ar size; do
        have "$1$tool" || return 1
    done
    cc=${1}gcc ld=${1}ld ar=${1}ar size=${1}size text=-S
    fixes='--fix-cortex-a53-843419 --fix-cortex-a53-835769'
}

# find_tool CLANG TOOL: clang knows the folder of its own release, whatever the names in PATH are.
# Homebrew has lld in a formula of its own.
find_tool() {
    local path
    path=$("$1" "-print-prog-name=$2" 2>/dev/null)
    have "$path" || path=$(brew_programs lld)/$2
    have "$path" && printf '%s\n' "$path"
}

# try_clang CLANG
try_clang() {
    have "$1" || return 1
    ld=$(find_tool "$1" ld.lld) && ar=$(find_tool "$1" llvm-ar) &&
        size=$(find_tool "$1" llvm-size) || return 1
    printf 'int answer;\n' | "$1" $target -x c -c - -o /dev/null 2>/dev/null || return 1
    cc="$1 $target"
    fixes=--fix-cortex-a53-843419 # the other erratum, lld leaves to the compiler
    # Clang's own assembler would refuse the marks that kernel.mk looks for.
    text='-S -Xclang -no-integrated-as'
}

find_toolchain() {
    local candidate
    if [ -n "${CROSS_COMPILE:-}" ]; then
        try_gcc "$CROSS_COMPILE"
        return
    fi
    if [ "${LLVM:-0}" = 0 ] || [ -z "$LLVM" ]; then
        for candidate in $prefixes; do
            try_gcc "$candidate" && return
        done
    fi
    for candidate in $clangs; do
        try_clang "$candidate" && return
    done
    candidate=$(brew_programs llvm) && try_clang "$candidate/clang"
}

complain() {
    if [ -n "${CROSS_COMPILE:-}" ]; then
        die "error: CROSS_COMPILE=$CROSS_COMPILE: no complete toolchain of that prefix is in PATH" \
            "  expected: ${CROSS_COMPILE}gcc, and the same with ld, ar and size"
    elif [ -n "${LLVM:-}" ] && [ "$LLVM" != 0 ]; then
        die "error: LLVM=$LLVM: no clang that can build for AArch64 is in PATH" \
            "  expected: clang (or clang-14 to clang-22) with ld.lld, llvm-ar and llvm-size" \
            "  Debian, Ubuntu: apt-get install clang lld llvm; Homebrew: brew install llvm lld"
    fi
    die "error: no compiler for AArch64 found" \
        "  looked for, in this order: gcc with one of the prefixes" \
        "    $prefixes" \
        "  then clang with ld.lld, llvm-ar and llvm-size" \
        "  \`make setup\` installs one; CROSS_COMPILE=PREFIX or LLVM=1 chooses another."
}

find_toolchain || {
    [ "$1" = --check ] && exit 1
    complain
}
[ "$1" = --check ] && exit 0

# CC may be two words.
# shellcheck disable=SC2086
version=$($cc --version 2>/dev/null | head -n 1)
"$(dirname "$0")/keep.sh" "$1" "# written by scripts/toolchain.sh
TOOLCHAIN := $version
TARGET_CC := $cc
TARGET_LD := $ld
TARGET_AR := $ar
TARGET_FIXES := $fixes
TARGET_TO_TEXT := $text
TARGET_SIZE := $size" || die "error: cannot write $1"
