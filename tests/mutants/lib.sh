#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What `make mutants`, the gates and the tests share; sourced, from the top folder.  The lists of
# mutants are tests/mutants/*.txt; the README there explains them.

# mutant_names [LIST...]: the names in these lists, or in all.
mutant_names() {
    [ $# -gt 0 ] || set -- tests/mutants/*.txt
    sed -n 's/^Mutant: //p' "$@"
}

# mutant_list NAME: the list that it is in.
mutant_list() {
    grep -lxF -- "Mutant: $1" tests/mutants/*.txt
}

# mutant_source LIST: the file that the mutants of this list change.
mutant_source() {
    sed -n 's/^File: //p' "$1"
}

# mutant_field NAME FIELD: that field's text.
mutant_field() {
    awk -v name="$1" -v start="$2: " '
        $1 == "Mutant:" { here = ($2 == name) }
        here && index($0, start) == 1 { print substr($0, length(start) + 1) }
    ' "$(mutant_list "$1")"
}

# mutant_lines NAME: what it changes.
mutant_lines() {
    awk -v name="$1" '
        $1 == "Mutant:" { here = ($2 == name) }
        here && /^[-+ ]/
    ' "$(mutant_list "$1")"
}

# mutant_apply NAME TREE: puts it into the copy of the sources in TREE.
mutant_apply() {
    local list source
    list=$(mutant_list "$1")
    source=$(mutant_source "$list")
    awk -v name="$1" -f tests/mutants/apply.awk "$list" "$source" >"$2/$source"
}

# mutants_check: a line for each mutant, of the tests or of the proofs, that does not fit its source
# (any more).
mutants_check() {
    local list source
    for list in tests/mutants/*.txt proofs/mutants/*.txt; do
        source=$(mutant_source "$list")
        if [ ! -f "$source" ]; then
            echo "$list:1: there is no file '$source'"
        else
            awk -f tests/mutants/apply.awk "$list" "$source" 2>&1
        fi
    done
    mutant_names tests/mutants/*.txt proofs/mutants/*.txt | sort | uniq -d |
        sed 's/^/tests\/mutants:1: two mutants are called /'
}

# mutants_build TREE LOG GOAL...: builds these files in TREE.  CURDIR is only in a compiler flag; as
# it is this folder's, what was built here and copied there is not built anew.  A compiler may warn
# of what a mutant does: that is for the tests to find, and stops no build.
mutants_build() {
    local tree=$1 log=$2
    shift 2
    if ! "${MAKE:-make}" --no-print-directory -C "$tree" BUILD=build CURDIR="$PWD" \
        WERROR=0 MICROKIT_SDK= ${CFLAGS:+"CFLAGS=$CFLAGS"} "$@" >"$log" 2>&1; then
        printf '%s\n' "error: $tree does not build: $(grep -m 1 -i error "$log")" \
            "  All that was said is in $log" >&2
        return 1
    fi
}

# mutants_prepare TREE LOG GOAL...: makes or renews TREE, a copy of the sources in which these files
# are built.  What has been built here, in build/, need not be built again.
mutants_prepare() {
    local tree=$1 folders part
    folders="libsel4 $(sed -n 's#^include \([a-z0-9_]*\)/.*#\1#p' Makefile | sort -u | tr '\n' ' ')"
    if [ ! -d "$tree/build" ] && [ "${BUILD:-build}" = build ]; then
        mkdir -p "$tree/build/obj/test" "$tree/build/test" || return
        for part in toolchain.mk host.kept target.kept sdk test/task2 test/task2.kept \
            test/kernel-task test/guest-task obj/kernel obj/libmicrokit obj/tool obj/loader \
            obj/test/kernel obj/test/kernel-task obj/test/guest-task obj/test/task2; do
            [ ! -e "build/$part" ] || cp -Rp "build/$part" "$tree/build/$part" || return
        done
    fi
    mkdir -p "$tree" || return
    # shellcheck disable=SC2086  # names without blanks
    (cd "$tree" && rm -rf Makefile $folders) && cp -Rp Makefile $folders "$tree" || return
    chmod -R u+w "$tree" # should the sources be read-only
    mutants_build "$@"
}
