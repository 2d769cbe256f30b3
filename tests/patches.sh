#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Patches that are part of the tests, and copies of the sources to try them in; sourced, from the
# top folder.  A patch is a text of fields, which go on in lines that begin with two spaces, and
# then a diff whose paths begin with a/ and b/.

# patch_names FOLDER: the names of all patches there, in order.
patch_names() {
    local patch
    for patch in "$1"/*.patch; do
        basename "$patch" .patch
    done
}

# patch_field PATCH FIELD: that field's text, on one line.
patch_field() {
    awk -v start="$2: " '
        /^--- / { exit }
        !/^ / { inside = 0 }
        index($0, start) == 1 { inside = 1; $0 = substr($0, length(start) + 1) }
        inside { sub(/^ +/, ""); text = text (text == "" ? "" : " ") $0 }
        END { print text }
    ' "$1"
}

# patch_diff PATCH: the changed lines and the names of the files.
patch_diff() {
    sed -n -e 's/^+++ b\//in /p' -e '/^--- /d' -e '/^+++ /d' -e '/^[-+]/p' "$1"
}

# patch_files PATCH: the files that it changes.
patch_files() {
    awk '/^\+\+\+ b\// { sub(/^\+\+\+ b\//, ""); sub(/\t.*/, ""); print }' "$1"
}

# patch_apply PATCH TREE LOG: patches the copy in TREE; says on stderr which file has changed too
# much for that.
patch_apply() {
    local file status=0
    # The context must be there as it is in the patch: no fuzz.
    patch -p1 -s -f -F 0 -d "$2" <"$1" >"$3" 2>&1 || status=1
    for file in $(patch_files "$1"); do
        if ! [ -f "$2/$file" ] || [ -f "$2/$file.rej" ]; then
            echo "error: $1 no longer applies to $file" >&2
            status=1
        fi
    done
    [ "$status" -eq 0 ] || echo "  patch said: $(head -n 1 "$3")" >&2
    return $status
}

# tree_make TREE LOG GOAL...: builds in TREE, always with the SDK there.  CURDIR is only in a
# compiler flag; as it is the same for all copies, a copy of what was built is not built anew.  Of
# what a patch breaks on purpose a compiler may warn, which stops no build.  TREE_BOARD is for which
# board, if not for the one whose kernel runs at EL1.
tree_make() {
    local tree=$1 log=$2 board=${TREE_BOARD:-qemu_virt_aarch64_el1}
    shift 2
    "${MAKE:-make}" --no-print-directory -C "$tree" BUILD=build CURDIR=. WERROR=0 MICROKIT_SDK= \
        MICROKIT_BOARD="$board" MICROKIT_CONFIG=debug "$@" >"$log" 2>&1
}

# tree_build TREE LOG GOAL...: the same; says on stderr what went wrong.
tree_build() {
    tree_make "$@" && return
    printf '%s\n' "error: the copy in $1 does not build: $(grep -m 1 -i error "$2")" \
        "  All that was said is in $2" >&2
    return 1
}

# tree_folders GOAL...: beside Makefile, what building these needs: libsel4 and the folders whose
# rules are included for them.  Demonstrations and the SDK need the first rules alone.
tree_folders() {
    local all=
    case " $* " in
    *' build/test/'* | *task8*) all=yes ;;
    esac
    echo libsel4
    awk -v all="$all" '
        /^include / { rules = 1; sub(/^include /, ""); sub(/\/.*/, ""); print; next }
        rules && !all { exit }
    ' Makefile | sort -u
}

# tree_prepare TREE LOG GOAL...: makes or renews an unpatched copy, in which these are built.
tree_prepare() {
    local tree=$1 folders
    folders=$(tree_folders "${@:3}")
    mkdir -p "$tree" &&
        find "$tree" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} + || return
    # shellcheck disable=SC2086  # names without blanks
    cp -Rp Makefile $folders "$tree" || return
    find "$tree" ! -path "$tree/build*" -exec chmod u+w {} + # should the sources be read-only
    tree_build "$@"
}

# say LABEL TEXT: TEXT in lines that fit a terminal.
say() {
    printf '%s\n' "$2" | awk -v label="$1" '{
        for (i = 1; i <= NF; i++) {
            if (i > 1 && length(line) + length($i) > 66) {
                printf "%-11s%s\n", label, line
                label = line = ""
            }
            line = line (line == "" ? "" : " ") $i
        }
        printf "%-11s%s\n", label, line
    }'
}

# say_changes TASK: names the files that differ from the last commit and are in the copies, as a
# result that is another than expected may be due to them; status 1 if there are none.
say_changes() {
    local files
    files=$(git status --porcelain -- "demos/$1" demos/common kernel initialiser tool libmicrokit \
        libsel4 loader scripts Makefile 2>/dev/null | cut -c 4- | tr '\n' ' ')
    [ -n "$files" ] || return
    say 'Changed' "$files"
    say '' 'These are your changes, and they are in the copy. Try without them: git stash.'
}
