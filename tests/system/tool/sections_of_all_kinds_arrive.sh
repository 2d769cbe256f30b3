#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a program gets each section that it has, whole and with its rights,
# whatever compiler and linker made it: sections that the linker script does not name, patched after
# linking, large, aligned, with link-time optimisation, with and without a place for the IPC buffer.
# What cannot be loaded so is refused, by the section's name.
. "$(dirname "$0")/../lib.sh"
takes_turn 2

include=$sdk/board/$board/debug/include
lib=$sdk/board/$board/debug/lib
flags='-std=c11 -ffreestanding -nostdlib -mstrict-align -mcpu=cortex-a53 -fno-pic -fno-pie -O2'
names=() # of the programs that the tool must accept
awk 'BEGIN { for (i = 0; i < 65536; i++) printf "%015d\n", i }' >"$work/records"

# records FIRST COUNT
records() {
    dd if="$work/records" bs=16 skip="$1" count="$2" 2>/dev/null
}
records 700 2 >"$work/config_small"
records 800 256 >"$work/config_page"

# Microkit 2.0.1's way: the script has a place for the IPC buffer.  What it does not name comes
# there, too.
sed '/^    \.bss /,/^    }/ s|^    } :data|&\
    __sel4_ipc_buffer_obj = ALIGN(0x1000) + 0x1000;|' "$lib/microkit.ld" >"$work/buffer_hit.ld"
sed 's/\*(COMMON)/*(COMMON .mine.zeros_*)/' "$work/buffer_hit.ld" >"$work/own_buffer.ld"

# patch NAME: its configuration, as builders do it.
patch() {
    $objcopy --update-section .config_small="$work/config_small" \
        --update-section .config_page="$work/config_page" "$work/$1.elf" ||
        fail "$1: cannot be patched"
}

# compile NAME FLAGS...: objects NAME.o and NAME-parts.o.
compile() {
    local name=$1
    shift
    # Compilers and flags of several words.
    # shellcheck disable=SC2086
    $cc $flags -Wall -Wextra "$@" -I"$include" -c tests/sections/sections.c \
        -o "$work/$name.o" &&
        $cc -I"$work" -c tests/sections/parts.S -o "$work/$name-parts.o" ||
        fail "$name: does not compile"
}

# link NAME SCRIPT COMMAND...: NAME.elf, patched.
link() {
    local name=$1 script=$2
    shift 2
    "$@" -L"$lib" "$work/$name.o" "$work/$name-parts.o" -lmicrokit -T"$script" \
        -o "$work/$name.elf" || fail "$name: does not link"
    patch "$name"
}

# accept NAME SCRIPT COMMAND...
accept() {
    link "$@"
    names+=("$1")
}

# refuse NAME REGEX: the tool must refuse it, with this message.
refuse() {
    describe "$1" >"$work/refused.system"
    if build refused; then
        fail "$1 was accepted"
    fi
    expect_line "$work/refused.log" "/$1\.elf has $2"
}

# Without unused sections, but with those of which only the bounds are used.
gc='--gc-sections -z nostart-stop-gc'

# with_linker COMPILER LINKER COMMAND
with_linker() {
    compile "$1-$2"
    accept "$1-$2" "$lib/microkit.ld" "$3"
    compile "$1-$2-gc" -ffunction-sections -fdata-sections
    # shellcheck disable=SC2086
    accept "$1-$2-gc" "$lib/microkit.ld" "$3" $gc
}

# What goes wrong by the linker's doing, and what the builder adds in vain.
with_mistakes() {
    compile "$1-own"
    accept "$1-own" "$work/own_buffer.ld" "$2"
    compile "$1-hit"
    link "$1-hit" "$work/buffer_hit.ld" "$2"
    refuse "$1-hit" "__sel4_ipc_buffer_obj at 0x[0-9a-f]+, in a page of section '\.mine\.zeros_"
    compile "$1-ramcode"
    printf '.section .ramcode, "awx"\nret\n' | $cc -x assembler -c - -o "$work/ramcode.o"
    link "$1-ramcode" "$lib/microkit.ld" "$2" "$work/ramcode.o"
    refuse "$1-ramcode" "section '\.ramcode' at .*: it is to be .*, its segment is not"
    cp "$work/$1-own.elf" "$work/$1-added.elf"
    $objcopy --add-section .added="$work/config_small" \
        --set-section-flags .added=alloc,load,readonly,data "$work/$1-added.elf" 2>/dev/null
    refuse "$1-added" "section '\.added' at .*: no segment loads it"
}

# describe NAME...: a system of these programs, each with a channel to the judge.
describe() {
    local name id=0
    echo '<system>'
    echo '<protection_domain name="judge" priority="200"><program_image path="judge.elf"/>'
    echo '</protection_domain>'
    for name in "$@"; do
        echo "<memory_region name=\"$name\" size=\"0x1000\"/>"
        echo "<protection_domain name=\"$name\" priority=\"$((100 - id))\">"
        echo "<program_image path=\"$name.elf\"/>"
        echo "<map mr=\"$name\" vaddr=\"0x4000000\" setvar_vaddr=\"region_vaddr\"/>"
        echo '</protection_domain>'
        echo "<channel><end pd=\"$name\" id=\"0\" pp=\"true\"/>"
        echo "<end pd=\"judge\" id=\"$id\"/></channel>"
        id=$((id + 1))
    done
    echo '</system>'
}

# build SYSTEM: SYSTEM.img, with what the tool says in SYSTEM.log.
build() {
    "$TOOL" "$work/$1.system" --board "$board" --config debug --search-path "$work" \
        -o "$work/$1.img" -r "$work/$1.txt" >"$work/$1.log" 2>&1
}
export MICROKIT_SDK=$sdk

# The toolchains that there are: gcc with its binutils, clang with lld.
gcc_ld=
lld=
if env LLVM=0 scripts/toolchain.sh "$work/gcc.mk" 2>/dev/null &&
    grep -q '^TARGET_CC := .*gcc$' "$work/gcc.mk"; then
    gcc=$(sed -n 's/^TARGET_CC := //p' "$work/gcc.mk")
    gcc_ld=${gcc%gcc}ld
fi
if env LLVM=1 scripts/toolchain.sh "$work/clang.mk" 2>/dev/null; then
    clang=$(sed -n 's/^TARGET_CC := //p' "$work/clang.mk")
    lld=$(sed -n 's/^TARGET_LD := //p' "$work/clang.mk")
fi

if [ -n "$gcc_ld" ]; then
    cc=$gcc
    objcopy=${gcc%gcc}objcopy
    with_linker gcc ld "$gcc_ld"
    [ -z "$lld" ] || with_linker gcc lld "$lld"
    compile gcc-lto -flto
    accept gcc-lto "$lib/microkit.ld" "$gcc" -flto -nostdlib -static -Wl,--gc-sections
    with_mistakes gcc "$gcc_ld"
fi
if [ -n "$lld" ]; then
    cc=$clang
    objcopy=${lld%ld.lld}llvm-objcopy
    with_linker clang lld "$lld"
    [ -z "$gcc_ld" ] || with_linker clang ld "$gcc_ld"
    compile clang-lto -flto
    # shellcheck disable=SC2086
    accept clang-lto "$lib/microkit.ld" "$lld" $gc
    with_mistakes clang "$lld"
fi

# shellcheck disable=SC2086
$TARGET_CC $flags -I"$include" -c tests/sections/judge.c -o "$work/judge.o"
"$TARGET_LD" -L"$lib" "$work/judge.o" -lmicrokit -T"$lib/microkit.ld" -o "$work/judge.elf"

printf '%015d\n' ${#names[@]} >"$work/programs"
$objcopy --update-section .programs="$work/programs" "$work/judge.elf"

describe ${names[@]+"${names[@]}"} >"$work/accepted.system"
build accepted || fail "$(head -n 1 "$work/accepted.log")"
! grep . "$work/accepted.log" || fail "$(head -n 1 "$work/accepted.log")"
boot "$work/transcript" "$work/accepted.img" '^SECTIONS (PASS|FAIL) ' "$limit"
for ((i = 0; i < ${#names[@]}; i++)); do
    expect_line "$work/transcript" "^program $i: checks [0-9]+, wrong 0, first 0$"
done
expect_line "$work/transcript" "^SECTIONS PASS ${#names[@]}/${#names[@]}$"
