#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: components written in another C than our own, or in C++.  Every header
# compiles without a warning, first and alone; so does a program that uses every name, in each
# language that a compiler here knows; and a component in C++ runs, with one in C99 that it serves.
. "$(dirname "$0")/../lib.sh"
takes_turn 3

board_folder=$sdk/board/$board
target_flags='-ffreestanding -nostdlib -mcpu=cortex-a53 -mstrict-align -fno-pic -fno-pie'
warnings='-Wall -Wextra -Wconversion -Wshadow -Wpedantic -Werror'
cpp_flags='-x c++ -fno-exceptions -fno-rtti'

# compile COMPILER LANGUAGE FLAGS...: to $work/object.  COMPILER may be several words.
compile() {
    local compiler=$1 language=$2
    shift 2
    # shellcheck disable=SC2086
    $compiler -std="$language" $target_flags $warnings -O2 "$@" -c -o "$work/object" \
        2>"$work/messages" || fail "$compiler -std=$language: $(head -n 3 "$work/messages")"
}

# knows COMPILER LANGUAGE FLAGS...
knows() {
    local compiler=$1 language=$2
    shift 2
    # shellcheck disable=SC2086
    echo 'int answer;' | $compiler -std="$language" $target_flags "$@" -c - -o "$work/object" \
        2>"$work/messages"
}

# first_alone COMPILER LANGUAGE FLAGS...: every header is a program.
first_alone() {
    local header
    for header in microkit.h microkit_abi.h kernel/gen_config.h \
        $(cd libsel4/include && echo sel4/*.h); do
        printf '#include <%s>\nextern int alone;\n' "$header" >"$work/alone.c"
        compile "$@" "-I$board_folder/debug/include" "$work/alone.c"
    done
}

# all_names COMPILER LANGUAGE FLAGS...: in the configurations that have names of their own.
all_names() {
    local config
    for config in debug benchmark; do
        compile "$@" "-I$board_folder/$config/include" "$work/names.c"
    done
}

# needs_no_library COMPILER LANGUAGE FLAGS...: as a program.  (Without optimisation, compilers copy
# structures that functions take or return, as some of the interface's do, by memcpy.)
needs_no_library() {
    local level
    for level in -O2 -O3; do
        compile "$@" $level "-I$board_folder/debug/include" "$work/names.c"
        "$TARGET_LD" "-L$board_folder/debug/lib" "$work/object" -lmicrokit -Tmicrokit.ld \
            -o "$work/program" 2>"$work/messages" ||
            fail "$1 -std=$2 $level: $(head -n 3 "$work/messages")"
    done
}

sources=tests/sdk/languages

# What programs of C++ do with headers of C.
{
    printf '#ifdef __cplusplus\nextern "C" {\n#include <microkit.h>\n}\n#endif\n'
    cat $sources/names.c
} >"$work/names.c"

# Each function that users may call is in that program.
grep -hoE '^[A-Za-z][A-Za-z0-9_ ]*[ *](seL4|microkit)_[A-Za-z0-9_]+\(' \
    "$board_folder"/debug/include/sel4/*.h "$board_folder/debug/include/microkit.h" |
    sed 's/($//; s/.*[ *]//' | grep -v -e _internal_ -e '^seL4_GetBootInfo$' -e _protected |
    sort -u >"$work/functions"
[ "$(wc -l <"$work/functions")" -gt 100 ] || fail "too few functions in $work/functions"
while read -r name; do
    grep -qw "$name" $sources/names.c || fail "$sources/names.c does not use $name"
done <"$work/functions"

# build_and_boot NUMBER COMPILER LANGUAGE
build_and_boot() {
    local folder=$work/$1 include=$board_folder/debug/include
    mkdir -p "$folder"
    # shellcheck disable=SC2086
    $2 $cpp_flags -std="$3" $target_flags $warnings -O2 "-I$include" \
        -c $sources/languages_server.cc -o "$folder/server.o" &&
        $TARGET_CC -std=c99 $target_flags $warnings -O2 "-I$include" \
            -c $sources/languages_client.c -o "$folder/client.o"
    for part in server client; do
        "$TARGET_LD" "-L$board_folder/debug/lib" "$folder/$part.o" -lmicrokit -Tmicrokit.ld \
            -o "$folder/$part.elf"
    done
    MICROKIT_SDK=$sdk "$sdk/bin/microkit" $sources/languages.system --search-path "$folder" \
        --board $board --config debug -o "$folder/loader.img" -r "$folder/report.txt"
    boot "$folder/transcript" "$folder/loader.img" '^the end$' "$limit"
    diff $sources/languages.txt "$folder/transcript" >"$folder/difference" ||
        fail "$2 -std=$3: not as in $sources/languages.txt: $(sed -n 2p "$folder/difference")"
}

booted=0
for compiler in "$TARGET_CC" 'clang --target=aarch64-none-elf' 'aarch64-linux-gnu-gcc'; do
    grep -qxF -- "$compiler" "$work/tried" 2>/dev/null && continue
    echo "$compiler" >>"$work/tried"
    knows "$compiler" c99 -x c || continue
    first_alone "$compiler" c99 -x c
    needs_no_library "$compiler" c99 -x c
    for language in c99 gnu99 c11 c17 c2x; do
        all_names "$compiler" "$language" -x c
    done
    # gcc for C alone knows no C++.
    # shellcheck disable=SC2086
    knows "$compiler" c++11 $cpp_flags || continue
    # shellcheck disable=SC2086
    first_alone "$compiler" c++11 $cpp_flags
    # shellcheck disable=SC2086
    needs_no_library "$compiler" c++17 $cpp_flags
    for language in c++11 c++14 c++17 c++20; do
        # shellcheck disable=SC2086
        all_names "$compiler" "$language" $cpp_flags
    done
    build_and_boot $booted "$compiler" c++20
    booted=$((booted + 1))
done
[ "$booted" -gt 0 ] || fail 'no C++ compiler for AArch64; make setup test installs one'
