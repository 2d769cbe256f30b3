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

# Who notices is a demonstration, or `guests`: the tests of guests on the target
# (tests/kernel/guest).  For both:
#   sabotage_image WHO    what is built and booted, in the copy; of Task 7 only the first image,
#                         which is the one that notices
#   sabotage_board WHO    for which board
#   sabotage_end WHO      the line that ends the boot
#   sabotage_by WHO       for whoever reads: who that is
sabotage_image() {
    case $1 in
    guests) echo build/test/guest-task/loader.img ;;
    *) echo "build/$1/loader.img" ;;
    esac
}

sabotage_board() {
    case $1 in
    guests | task8) echo qemu_virt_aarch64_el2 ;;
    *) echo qemu_virt_aarch64_el1 ;;
    esac
}

sabotage_end() {
    case $1 in
    guests) echo '^KERNEL TESTS DONE' ;;
    *) echo "^$(echo "$1" | tr '[:lower:]' '[:upper:]') (PASS|FAIL) " ;;
    esac
}

sabotage_by() {
    case $1 in
    guests) echo 'the tests of guests on the target, tests/kernel/guest' ;;
    *) echo "$1; make $1 run shows it without sabotage" ;;
    esac
}

# sabotage_prepare WHO BUILD TREE LOG: makes or renews TREE, the copy without sabotage.  What was
# fetched for BUILD, Debian's kernel among it, is not fetched again.
sabotage_prepare() {
    local name
    if [ "$1" = task8 ] && [ -d "$2/linux/kernel" ]; then
        mkdir -p "$3/build/linux"
        for name in kernel headers; do
            rm -rf "$3/build/linux/$name"
            ln -s "$(cd "$2/linux/$name" && pwd)" "$3/build/linux/$name" || return
        done
        cp -p "$2"/linux-kernel.* "$3/build" || return
    fi
    TREE_BOARD=$(sabotage_board "$1") tree_prepare "$3" "$4" "$(sabotage_image "$1")"
}

# sabotage_make NAME UNPATCHED TREE: makes TREE, a patched copy with the image built.
sabotage_make() {
    local who image
    who=$(sabotage_field "$1" Demonstration)
    image=$(sabotage_image "$who")
    rm -rf "$3" && cp -Rp "$2" "$3" && sabotage_apply "$1" "$3" "$3/patch.log" &&
        TREE_BOARD=$(sabotage_board "$who") tree_build "$3" "$3/build.log" "$image"
}

# sabotage_verdict_is_right NAME TRANSCRIPT: whether the demonstration says FAIL, and the check that
# failed first is the one that must; of tests, the first that fails, and all ran.
sabotage_verdict_is_right() {
    local who
    who=$(sabotage_field "$1" Demonstration)
    case $who in
    guests)
        grep -m 1 '^FAIL ' "$2" | grep -qE "^FAIL $(sabotage_field "$1" First-failure)" &&
            grep -q '^KERNEL TESTS DONE' "$2"
        ;;
    *)
        who=$(echo "$who" | tr '[:lower:]' '[:upper:]')
        grep -qE "^$who FAIL .* did not hold: $(sabotage_field "$1" First-failure)" "$2"
        ;;
    esac
}
