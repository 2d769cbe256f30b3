#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Says which SDK would be used and what is in it.
#
#   check_sdk.sh OURS EXTERNAL BOARD CONFIG          report on EXTERNAL if not empty, else on OURS
#   check_sdk.sh --built OURS                        the same, as the last step of `make sdk`
#   check_sdk.sh --require EXTERNAL BOARD CONFIG     silent if EXTERNAL can be used for that pair
#
# Exit status 0: usable (report: at least one board and configuration is complete).
set -u

# The configurations that every SDK has.
configs='debug release benchmark'

# What a demonstration needs of a board's folder: to compile, to link, and to make an image.
needed='include/microkit.h include/sel4/sel4.h include/kernel/gen_config.h lib/libmicrokit.a
    lib/microkit.ld elf/sel4.elf elf/loader.elf'

complain() {
    printf '%s\n' "$@" >&2
    exit 1
}

# missing_files FOLDER CONFIG: what is not there.  The released SDK calls the initial task
# `monitor`, ours and later ones `initialiser`: one of the two is enough.
missing_files() {
    local file
    for file in $needed; do
        [ -f "$1/$file" ] || printf ' %s' "$file"
    done
    [ -f "$1/elf/initialiser.elf" ] || [ -f "$1/elf/monitor.elf" ] || printf ' elf/initialiser.elf'
}

# is_sdk FOLDER
is_sdk() {
    [ -x "$1/bin/microkit" ] && [ -d "$1/board" ]
}

names_in() {
    local folder
    for folder in "$1"/*/; do
        [ -d "$folder" ] && basename "$folder"
    done
}

# list FOLDER: the same in one line.
list() {
    names_in "$1" | tr '\n' ' '
}

version_of() {
    if [ -f "$1/VERSION" ]; then
        head -n 1 "$1/VERSION"
    else
        echo 'unknown (no file VERSION)'
    fi
}

# refuse_space FOLDER: make takes a space for the end of a name.
refuse_space() {
    case $1 in
    *[[:space:]]*) complain "error: MICROKIT_SDK=$1: make cannot handle a space in this path" \
        "  expected: a path without one, for instance of a symbolic link to that folder" ;;
    esac
}

require() {
    local sdk=$1 board=$2 config=$3 missing
    refuse_space "$sdk"
    [ -d "$sdk" ] || complain "error: MICROKIT_SDK=$sdk: there is no such folder" \
        "  expected: the unpacked Microkit SDK, the folder that has bin/microkit and board/ in it"
    is_sdk "$sdk" || complain "error: MICROKIT_SDK=$sdk: this is not a Microkit SDK" \
        "  expected there: bin/microkit (executable) and board/"
    [ -d "$sdk/board/$board" ] || complain "error: $sdk has no board $board" \
        "  it has: $(list "$sdk/board")" "  choose one with MICROKIT_BOARD=NAME"
    [ -d "$sdk/board/$board/$config" ] || complain \
        "error: $sdk has no configuration $config for $board" \
        "  it has: $(list "$sdk/board/$board")" \
        "  choose one with MICROKIT_CONFIG=NAME"
    missing=$(missing_files "$sdk/board/$board/$config")
    [ -z "$missing" ] || complain "error: the SDK in $sdk is incomplete" \
        "  missing in board/$board/$config:$missing"
}

# report_boards SDK: one line per board and configuration; fails if none is complete.
report_boards() {
    local board config missing complete=1
    for board in $(names_in "$1/board"); do
        # shellcheck disable=SC2086,SC2046  # words
        for config in $(printf '%s\n' $configs $(names_in "$1/board/$board") | sort -u); do
            missing=$(missing_files "$1/board/$board/$config")
            if ! [ -d "$1/board/$board/$config" ]; then
                printf '  %-24s %-10s missing\n' "$board" "$config"
            elif [ -z "$missing" ]; then
                complete=0
                printf '  %-24s %-10s complete\n' "$board" "$config"
            else
                printf '  %-24s %-10s missing:%s\n' "$board" "$config" "$missing"
            fi
        done
    done
    return $complete
}

# report SDK ORIGIN: one that says nothing about itself may have any kernel.
report() {
    local kernel='the one that this SDK ships'
    case $2,$(version_of "$1") in
    built*,* | *,*bulkhead*) kernel='Bulkhead (not seL4: no proofs apply to it)' ;;
    *,[0-9]*) kernel='seL4 (the one that this SDK ships)' ;;
    esac
    printf 'SDK      %s (%s)\nversion  %s\nkernel   %s\n' "$1" "$2" "$(version_of "$1")" "$kernel"
    if [ -x "$1/bin/microkit" ]; then
        echo 'tool     bin/microkit'
    else
        echo 'tool     missing: bin/microkit'
    fi
    [ ! -d "$1/example" ] || echo "examples $(list "$1/example")"
    echo 'boards'
    report_boards "$1"
}

case $1 in
--require)
    require "$2" "$3" "$4"
    ;;
--built)
    report "$2" 'built from this repository'
    ;;
*)
    if [ -n "${2:-}" ]; then
        refuse_space "$2"
        is_sdk "$2" || require "$2" "$3" "$4"
        report "$2" 'external: MICROKIT_SDK' ||
            complain 'error: no board and configuration of this SDK is complete'
    elif ! [ -d "$1" ]; then
        printf 'SDK      %s (ours, not built yet)\nkernel   Bulkhead\n' "$1"
        complain 'Nothing is built yet; make sdk builds all of it, make task2 what that one needs.'
    else
        report "$1" 'built from this repository' ||
            complain 'error: nothing in this SDK is complete' '  make sdk builds all of it.'
    fi
    ;;
esac
