#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the proofs' scripts share; sourced, from the top folder.

# proof_names: all, a harness each.
proof_names() {
    local file
    for file in proofs/harness/*.c; do
        basename "$file" .c
    done
}

# proof_field NAME FIELD: that field of the harness's head, in one line.
proof_field() {
    awk -v start=" * $2: " '
        index($0, start) == 1 { here = 1; text = substr($0, length(start) + 1); next }
        here && /^ \*     / { text = text " " substr($0, 8); next }
        here { exit }
        END { print text }' "proofs/harness/$1.c"
}

# proof_mutant NAME: the list that it is in: the tests' if one fits, or the proofs' own.
proof_mutant() {
    grep -lxF -- "Mutant: $1" tests/mutants/*.txt proofs/mutants/*.txt
}

# proof_sources CORE NAME: the files that a proof is made of.
proof_sources() {
    local core=$1 source
    echo "proofs/harness/$2.c"
    echo proofs/machine/panic.c
    for source in $(proof_field "$2" Sources); do
        echo "$core/$source.c" | sed 's#^.*/\.\./check/#kernel/check/#'
    done
}

# proof_mark CORE: a copy of the portable core, each function of which says that it was reached.
proof_mark() {
    mkdir -p "$1" && awk -v mark="$1" -f proofs/functions.awk kernel/core/*.[ch]
}

# The checks of all invariants are part of the properties, not of the kernel: what C's rules are
# about is looked at in the kernel alone.
proof_unchecked='#pragma CPROVER check push
#pragma CPROVER check disable "pointer"
#pragma CPROVER check disable "pointer-primitive"
#pragma CPROVER check disable "bounds"
#pragma CPROVER check disable "undefined-shift"
#pragma CPROVER check disable "signed-overflow"
#pragma CPROVER check disable "div-by-zero"
#pragma CPROVER check disable "conversion"'

# proof_preprocess CORE MARKS FOLDER NAME: what the checker reads, in files of FOLDER.  CORE: the
# folder of the kernel's portable core, perhaps with a mutant in it.  MARKS: 1 or 0, REACHED().
proof_preprocess() {
    local core=$1 marks=$2 folder=$3 name=$4 file
    mkdir -p "$folder" || return
    for file in $(proof_sources "$core" "$name"); do
        {
            case $file in kernel/check/*) printf '%s\n' "$proof_unchecked" ;; esac
            # shellcheck disable=SC2086  # HOST_CC may be several words
            ${HOST_CC:-cc} -E -std=c11 -ffreestanding -DMARKS="$marks" -Iproofs/machine \
                -I"$core" -Ikernel/check -Ikernel/arch/host -Ikernel/arch/aarch64/el1 \
                -Ilibsel4/include -Ilibsel4/el1 -Ilibsel4/config/debug "$file"
        } >"$folder/$(basename "$file" .c).i" || return
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
