#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# SDKs that are ours but for what other families of the Microkit SDK do differently; sourced, from
# the top folder.  They stand in for those: what is in here and in tests/variants/NAME.patch was
# measured on the real ones (docs/sdk.md, "Differences").  A patch begins with what it does, in
# words.

# shellcheck source=tests/patches.sh
. tests/patches.sh

# variant_edit SED_SCRIPT FILE...
variant_edit() {
    local script=$1 file
    shift
    for file in "$@"; do
        sed "$script" "$file" >"$file.new" && mv "$file.new" "$file"
    done
}

# variant_headers SDK: its headers use what only GNU C has, as the real ones do.
variant_headers() {
    local folder
    find "$1/board" -name '*.h' | while IFS= read -r file; do
        variant_edit 's/__asm__/asm/g' "$file"
    done
    for folder in "$1"/board/*/*/include; do
        printf '%s\n' 'struct variant_anonymous {' '    union {' '        seL4_Word word;' \
            '        seL4_Uint32 half;' '    };' '};' >>"$folder/microkit.h"
    done
}

# variant_tree NAME TREE: the patched sources.  Names that are ours alone become others, so that
# nothing outside of the SDK can use them.
variant_tree() {
    local folders names='sel4_|microkit_internal_'
    folders=$(tree_folders sdk)
    rm -rf "$2" && mkdir -p "$2" || return
    # shellcheck disable=SC2086  # names without blanks
    cp -Rp Makefile $folders "$2" && chmod -R u+w "$2" &&
        patch_apply "tests/variants/$1.patch" "$2" "$2/patch.log" || return
    find "$2/libsel4" "$2/libmicrokit" -name '*.[chS]' | while IFS= read -r file; do
        variant_edit 's/\([^_A-Za-z]\)sel4_/\1variant_/g; s/microkit_internal_/variant_/g' "$file"
    done
}

# variant_make NAME VERSION OURS FOLDER: makes FOLDER/sdk of our SDK in OURS, of that version, with
# the tool, the library and the headers of the sources in FOLDER/tree.
variant_make() {
    local tree=$4/tree ours parts='' board=board/qemu_virt_aarch64_el2 config
    ours=$(cd "$3" && pwd)
    variant_tree "$1" "$tree" || return
    for config in debug release; do
        parts="$parts build/sdk/$board/$config/lib/libmicrokit.a"
        parts="$parts build/sdk/$board/$config/lib/microkit.ld"
    done
    # shellcheck disable=SC2086  # words
    "${MAKE:-make}" --no-print-directory -j2 -C "$tree" BUILD=build CFLAGS="$CFLAGS" \
        build/sdk/bin/microkit $parts >"$4/make.log" 2>&1 || return
    mkdir -p "$4/sdk/board" && cp -R "$ours/example" "$4/sdk" &&
        cp -R "$ours/$board" "$4/sdk/board" &&
        cp -R "$tree/build/sdk/bin" "$tree/build/sdk/board" "$4/sdk" || return
    for config in debug release; do
        cp -R "$tree"/libmicrokit/include/* "$tree"/libsel4/include/* \
            "$4/sdk/$board/$config/include" || return
    done
    rm -rf "$4/sdk/$board/benchmark"
    mv "$4/sdk/$board" "$4/sdk/board/qemu_virt_aarch64" # as they call it
    case $1 in
    microkit_2_0) # the initial task's other name is of later releases
        for config in debug release; do
            mv "$4/sdk/board/qemu_virt_aarch64/$config/elf/initialiser.elf" \
                "$4/sdk/board/qemu_virt_aarch64/$config/elf/monitor.elf"
        done
        ;;
    esac
    variant_headers "$4/sdk"
    echo "$2" >"$4/sdk/VERSION"
}
