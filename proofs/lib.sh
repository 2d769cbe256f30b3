#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the proofs' scripts share; sourced, from the top folder.

# proof_names: all, a harness each.
proof_names() {
    local file
    for file in proofs/harness/*.c proofs/harness/*/*.c; do
        basename "$file" .c
    done
}

# proof_file NAME: where it is; nothing: there is none.
proof_file() {
    local file
    for file in "proofs/harness/$1.c" proofs/harness/*/"$1.c"; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done
}

# proof_field NAME FIELD: that field of the harness's head, in one line.
proof_field() {
    awk -v start=" * $2: " '
        index($0, start) == 1 { here = 1; text = substr($0, length(start) + 1); next }
        here && /^ \*     / { text = text " " substr($0, 8); next }
        here { exit }
        END { print text }' "$(proof_file "$1")"
}

# proof_mutant NAME: the list that it is in: the tests' if one fits, or the proofs' own.
proof_mutant() {
    grep -lxF -- "Mutant: $1" tests/mutants/*.txt proofs/mutants/*.txt
}

# proof_is_whole NAME: whether it is a proof of whole kernel entries, on the small system, or of the
# boot.
proof_is_whole() {
    case $(proof_field "$1" Sources) in
    system | boot) ;;
    *) return 1 ;;
    esac
}

# proof_sources CORE NAME: the files that a proof is made of.
proof_sources() {
    local core=$1 source
    if proof_is_whole "$2"; then
        proof_whole "$core" "$2"
        return
    fi
    proof_file "$2"
    echo proofs/machine/panic.c
    for source in $(proof_field "$2" Sources); do
        echo "$core/$source.c" | sed 's#^.*/\.\./check/#kernel/check/#'
    done
}

# proof_whole CORE NAME: those of a proof of whole entries: all of the core but what prints and is
# of virtual machines alone, and either what boots or the small system.
proof_whole() {
    if [ "$(proof_field "$2" Sources)" = boot ]; then
        printf '%s\n' "$1"/*.c
    else
        printf '%s\n' "$1"/*.c | grep -v -E '/(boot|boot_layout|boot_memory)\.c$'
        printf '%s\n' proofs/system/*.c
    fi | grep -v -E '/(console|vcpu|vcpu_events)\.c$'
    printf '%s\n' kernel/check/*.c kernel/arch/host/context.c proofs/machine/*.c
    printf '%s\n' kernel/arch/aarch64/pte.c kernel/arch/aarch64/el1/mmu.c
    proof_file "$2"
}

# proof_mark CORE: a copy of the portable core, each function of which says that it was reached.
proof_mark() {
    mkdir -p "$1" && awk -v mark="$1" -f proofs/functions.awk kernel/core/*.[ch]
}

# The checks of all invariants are part of the properties, not of the kernel, and so is the small
# system: C's rules are looked at in the kernel alone.
proof_unchecked='#pragma CPROVER check push
#pragma CPROVER check disable "pointer"
#pragma CPROVER check disable "pointer-primitive"
#pragma CPROVER check disable "bounds"
#pragma CPROVER check disable "undefined-shift"
#pragma CPROVER check disable "signed-overflow"
#pragma CPROVER check disable "div-by-zero"
#pragma CPROVER check disable "conversion"'

# proof_text FILE: that file, with C's rules looked at in it or not.
proof_text() {
    case $1 in
    kernel/check/* | proofs/system/*)
        printf '%s\n#include "%s"\n' "$proof_unchecked" "$1"
        echo '#pragma CPROVER check pop'
        ;;
    *) printf '#include "%s"\n' "$1" ;;
    esac
}

# proof_preprocess CORE MARKS FOLDER NAME: what the checker reads, in files of FOLDER.  CORE: the
# folder of the kernel's portable core, perhaps with a mutant in it.  MARKS: 1 or 0, REACHED().
# Whole entries are one text: the checker needs seconds to join what fifty files say of the headers.
proof_preprocess() {
    local core=$1 marks=$2 folder=$3 name=$4 file domains priorities level benchmark=0
    level=$(proof_field "$name" Level)
    level=${level:-el1}
    [ "$(proof_field "$name" Configuration)" != benchmark ] || benchmark=1
    domains=$(proof_field "$name" Domains)
    priorities=$(proof_field "$name" Priorities)
    mkdir -p "$folder" || return
    for file in $(proof_sources "$core" "$name"); do
        proof_text "$file" >>"$folder/whole.c"
        proof_is_whole "$name" || mv "$folder/whole.c" "$folder/$(basename "$file")"
    done
    for file in "$folder"/*.c; do
        # shellcheck disable=SC2086  # HOST_CC may be several words
        ${HOST_CC:-cc} -E -std=c11 -ffreestanding -DMARKS="$marks" -DBENCHMARK=$benchmark \
            -DDOMAINS="${domains:-1}" -DPRIORITIES="${priorities:-64}" -I. \
            -Iproofs/machine/"$level" -Iproofs/machine -Iproofs/system -I"$core" -Ikernel/check \
            -Ikernel/arch/host -Ikernel/arch/host/"$level" -Ikernel/arch/aarch64/"$level" \
            -Ilibsel4/include -Ilibsel4/"$level" -Ilibsel4/config/debug "$file" \
            >"${file%.c}.i" || return
        # The checker takes two functions of the same name for one, without a word, if one of them
        # is inline.
        # shellcheck disable=SC2086
        ${HOST_CC:-cc} -std=c11 -ffreestanding -w -fsyntax-only "${file%.c}.i" || return
    done
}

# proof_hash FILE...: of their contents.
proof_hash() {
    cat "$@" | git hash-object --stdin
}

# proof_functions: the functions of the kernel's portable core, as FILE:NAME, one a line.
proof_functions() {
    awk -f proofs/functions.awk kernel/core/*.[ch] | sort -u
}

# proof_reached OUT: which of them that run of the checker has reached.
proof_reached() {
    sed -n 's/^\[.*\] line [0-9]* function \([a-z_]*\.[ch]:[a-z_0-9]*\): FAILURE$/\1/p' "$1" |
        sort -u
}
