#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What `make sabotage` and the tests share; sourced, from the top folder.  A sabotage is
# tests/sabotage/NAME.patch: fields that docs/sabotage.md explains, then a diff.

# sabotage_names: the names of all, in order.
sabotage_names() {
    local patch
    for patch in tests/sabotage/*.patch; do
        basename "$patch" .patch
    done
}

# sabotage_field NAME FIELD: that field's text, on one line.
sabotage_field() {
    awk -v start="$2: " '
        /^--- / { exit }
        /^[^ ]/ { inside = 0 }
        index($0, start) == 1 { inside = 1; $0 = substr($0, length(start) + 1) }
        inside { sub(/^ +/, ""); text = text (text == "" ? "" : " ") $0 }
        END { print text }
    ' "tests/sabotage/$1.patch"
}

# sabotage_diff NAME: the changed lines and the names of the files.
sabotage_diff() {
    sed -n -e 's/^+++ b\//in /p' -e '/^--- /d' -e '/^+++ /d' -e '/^[-+]/p' "tests/sabotage/$1.patch"
}

# sabotage_files NAME: the files that it changes.
sabotage_files() {
    awk '/^\+\+\+ b\// { sub(/^\+\+\+ b\//, ""); sub(/\t.*/, ""); print }' "tests/sabotage/$1.patch"
}

# sabotage_apply NAME TREE LOG: patches the copy in TREE; says on stderr which file has changed too
# much for that.
sabotage_apply() {
    local patch=tests/sabotage/$1.patch file status=0
    # The context must be there as it is in the patch: no fuzz.
    patch -p1 -s -f -F 0 -d "$2" <"$patch" >"$3" 2>&1 || status=1
    for file in $(sabotage_files "$1"); do
        if ! [ -f "$2/$file" ] || [ -f "$2/$file.rej" ]; then
            echo "error: $patch no longer applies to $file" >&2
            status=1
        fi
    done
    [ "$status" -eq 0 ] || echo "  patch said: $(head -n 1 "$3")" >&2
    return $status
}

# sabotage_build TREE LOG TASK...: builds these demonstrations in TREE, always with the SDK there.
# CURDIR is only in a compiler flag; as it is the same for all copies, a copy of what was built is
# not built anew.
sabotage_build() {
    local tree=$1 log=$2
    shift 2
    if ! "${MAKE:-make}" --no-print-directory -C "$tree" BUILD=build CURDIR=. MICROKIT_SDK= \
        MICROKIT_BOARD=qemu_virt_aarch64 MICROKIT_CONFIG=debug "$@" >"$log" 2>&1; then
        printf '%s\n' "error: the copy in $tree does not build: $(grep -m 1 -i error "$log")" \
            "  All that was said is in $log" >&2
        return 1
    fi
}

# sabotage_prepare TREE LOG TASK...: makes or renews an unpatched copy, with these demonstrations
# built.  What a build needs is Makefile, the folders whose rules it includes, and libsel4.
sabotage_prepare() {
    local tree=$1 folders
    folders="libsel4 $(sed -n 's#^include \([a-z0-9_]*\)/.*#\1#p' Makefile | sort -u | tr '\n' ' ')"
    mkdir -p "$tree" || return
    # shellcheck disable=SC2086  # names without blanks
    (cd "$tree" && rm -rf Makefile $folders) && cp -Rp Makefile $folders "$tree" || return
    chmod -R u+w "$tree" # should the sources be read-only
    sabotage_build "$@"
}

# sabotage_make NAME UNPATCHED TREE: makes TREE, a patched copy with its demonstration built.
sabotage_make() {
    rm -rf "$3" && cp -Rp "$2" "$3" && sabotage_apply "$1" "$3" "$3/patch.log" &&
        sabotage_build "$3" "$3/build.log" "$(sabotage_field "$1" Demonstration)"
}

# sabotage_verdict_is_right NAME TRANSCRIPT: whether the demonstration says FAIL, and the check that
# failed first is the one that must.
sabotage_verdict_is_right() {
    local task
    task=$(sabotage_field "$1" Demonstration | tr '[:lower:]' '[:upper:]')
    grep -qE "^$task FAIL [0-9]+/[0-9]+ checks: $(sabotage_field "$1" First-failure)" "$2"
}
