#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the tests tests/system/sabotage/sabotage_makes_TASK_fail.sh share; sourced, after lib.sh of
# the system tests.  The unpatched copy is common to all: each builds only its demonstration.
# shellcheck disable=SC2154  # board, build, limit and work are from lib.sh of the system tests
#
# Tasks 4 and 7 are shortened, in a copy of their own: they repeat themselves for most of the time,
# and fail in the tenth of it, too.  task4_passes_from_el1 and task7_passes_from_el1 boot all of it.

# shellcheck source=tests/sabotage/lib.sh
. tests/sabotage/lib.sh

unpatched=$build/sabotage/unpatched

# prepare_short TASK: the copy in which the tests go on from here.
prepare_short() {
    rm -rf "$work/short"
    cp -Rp "$unpatched" "$work/short"
    unpatched=$work/short
    "shorten_$1" "$unpatched"
    TREE_BOARD=$(sabotage_board "$1") tree_build "$unpatched" "$work/short.log" \
        "$(sabotage_image "$1")"
}

# boot_copy TASK TREE TRANSCRIPT: until its verdict.
boot_copy() {
    (boot_task "$1" "$3" --board "$(sabotage_board "$1")" "$2/$(sabotage_image "$1")" \
        "$(sabotage_end "$1")" "$limit") 2>>"$3"
}

# passes_without TASK: the copy as such is sound.
passes_without() {
    boot_copy "$1" "$unpatched" "$work/transcript" || true
    case $1 in
    guests) grep -qE '^KERNEL TESTS DONE ([0-9]+) of \1$' "$work/transcript" ;;
    *)
        without_figures "$work/transcript" >"$work/lines"
        if [ "$(sabotage_board "$1")" = "$board" ]; then
            sed -f tests/system/at_el1.sed "$unpatched/demos/$1/expected.txt"
        else
            cat "$unpatched/demos/$1/expected.txt"
        fi | diff - "$work/lines" >/dev/null
        ;;
    esac || fail "$1 without sabotage: $(tail -n 1 "$work/transcript")"
    echo "PASS $1_passes_without_sabotage"
}

# fails_with NAME TASK
fails_with() {
    local transcript=$work/$1.transcript
    if ! sabotage_make "$1" "$unpatched" "$work/tree" 2>"$work/$1.log"; then
        echo "FAIL sabotage_$1: $(head -n 1 "$work/$1.log")"
    elif ! boot_copy "$2" "$work/tree" "$transcript" ||
        ! sabotage_verdict_is_right "$1" "$transcript"; then
        echo "FAIL sabotage_$1: $(tail -n 1 "$transcript") (in $transcript)"
    else
        echo "PASS sabotage_$1"
    fi
}

# sabotages_in_turn TASK: those of its sabotages whose turn it is, a line each.
sabotages_in_turn() {
    local name number=0
    for name in $(sabotage_names); do
        number=$((number + 1))
        [ "$(sabotage_field "$name" Demonstration)" = "$1" ] && in_turn "$number" || continue
        echo "$name"
    done
}

# sabotage_makes_fail TASK: prints a line for TASK unpatched, and one for each of its sabotages
# whose turn it is.
sabotage_makes_fail() {
    local name names
    names=$(sabotages_in_turn "$1")
    [ -n "$names" ] || not_its_turn
    mkdir -p "$build/sabotage"
    sabotage_prepare "$1" "$build" "$unpatched" "$work/build.log" || fail "nothing was built"
    case $1 in
    task4 | task7) prepare_short "$1" || fail "nothing was built that is shorter" ;;
    esac
    # Task 8's copy is not booted without a patch, for Linux takes its time: task8_passes boots the
    # same sources (docs/sabotage.md).
    [ "$1" = task8 ] || passes_without "$1"
    for name in $names; do
        fails_with "$name" "$1"
    done
    rm -rf "$work/tree" "$work/short"
}
