#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What `make sabotage` and the tests share; sourced, from the top folder.  A sabotage is
# tests/sabotage/NAME.patch: fields that docs/sabotage.md explains, then a diff.
# shellcheck source=tests/patches.sh
. tests/patches.sh

# sabotage_names: the names of all, in order.
sabotage_names() {
    patch_names tests/sabotage
}

# sabotage_field NAME FIELD: that field's text, on one line.
sabotage_field() {
    patch_field "tests/sabotage/$1.patch" "$2"
}

# sabotage_apply NAME TREE LOG: patches the copy in TREE.
sabotage_apply() {
    patch_apply "tests/sabotage/$1.patch" "$2" "$3"
}

# sabotage_make NAME UNPATCHED TREE: makes TREE, a patched copy with its demonstration's image
# built; of Task 7 only the first, which is the one that notices.
sabotage_make() {
    local image
    image=build/$(sabotage_field "$1" Demonstration)/loader.img
    rm -rf "$3" && cp -Rp "$2" "$3" && sabotage_apply "$1" "$3" "$3/patch.log" &&
        tree_build "$3" "$3/build.log" "$image"
}

# sabotage_verdict_is_right NAME TRANSCRIPT: whether the demonstration says FAIL, and the check that
# failed first is the one that must.
sabotage_verdict_is_right() {
    local task
    task=$(sabotage_field "$1" Demonstration | tr '[:lower:]' '[:upper:]')
    grep -qE "^$task FAIL .* did not hold: $(sabotage_field "$1" First-failure)" "$2"
}
