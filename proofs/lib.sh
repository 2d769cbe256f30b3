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

# proof_preprocess CORE REACH FOLDER NAME: what the checker reads, in files of FOLDER.  CORE: the
# folder of the kernel's portable core, perhaps with a mutant in it.
proof_preprocess() {
    local core=$1 reach=$2 folder=$3 name=$4 file
    mkdir -p "$folder" || return
    for file in "proofs/harness/$name" $(proof_field "$name" Sources | tr ' ' '\n' |
        sed "/./s#^#$core/#"); do
        # shellcheck disable=SC2086  # HOST_CC may be several words
        ${HOST_CC:-cc} -E -std=c11 -ffreestanding -DREACH="$reach" -Iproofs/machine -I"$core" \
            -Ikernel/check -Ikernel/arch/host -Ikernel/arch/aarch64/el1 -Ikernel/config/debug \
            -Ilibsel4/include -Ilibsel4/el1 -Ilibsel4/config/debug "$file.c" \
            >"$folder/$(basename "$file").i" || return
    done
}

# proof_hash FILE...: of their contents.
proof_hash() {
    cat "$@" | git hash-object --stdin
}

# proof_functions: the functions of the kernel's portable core, one a line.
proof_functions() {
    # A definition is a line that begins with a type and has the name in front of the bracket; its
    # body begins with a brace in column 1.
    cat kernel/core/*.[ch] | awk '
        /^[a-zA-Z].*[ *][a-z_0-9]+\(/ && !/;$/ {
            name = $0
            sub(/\(.*/, "", name)
            sub(/.*[ *]/, "", name)
            next
        }
        /^\{/ && name != "" { print name; name = "" }
        /^[^ \t{]/ { name = "" }' | sort -u
}

# proof_covered [NAME...]: which of them the properties of these harnesses, or all, are about.
proof_covered() {
    local name
    # shellcheck disable=SC2048  # names without blanks
    for name in ${*:-$(proof_names)}; do
        proof_field "$name" Covers
    done | tr ' ' '\n' | grep -v '^CAP_' | sort -u
}
