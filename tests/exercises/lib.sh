#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What `make exercise`, `make exercises` and the tests share; sourced, from the top folder.  An
# exercise is tests/exercises/task2-5.patch, number 5 of those in docs/task2.md, with the fields
#
#     Change: what is changed, in a sentence
#     Outcome: FAIL, PASS, none (there is no verdict) or refused (there is no image)
#     Line: the check that fails first, the line that is printed last, or the tool's error
#     Still: a line that is printed, too; this field may be missing
#
# and then the diff.  Why it is so, docs/answers.md says, with this line.
# shellcheck source=tests/patches.sh
. tests/patches.sh

# Whoever does them has the usual board.
# shellcheck disable=SC2034  # patches.sh reads it
TREE_BOARD=qemu_virt_aarch64

exercise_names() {
    patch_names tests/exercises
}

# exercise_field NAME FIELD
exercise_field() {
    patch_field "tests/exercises/$1.patch" "$2"
}

# exercise_task NAME: the demonstration.
exercise_task() {
    echo "${1%-*}"
}

# exercise_verdict NAME: a regular expression for its demonstration's last line.
exercise_verdict() {
    echo "^$(exercise_task "$1" | tr '[:lower:]' '[:upper:]') (PASS|FAIL|UNKNOWN) "
}

# exercise_answer NAME: what docs/answers.md says.
exercise_answer() {
    awk -v heading="### $1" '/^#/ { here = ($0 == heading); next } here' docs/answers.md
}

# exercise_build NAME UNPATCHED TREE: makes TREE, a patched copy, with its demonstration built or
# refused, as it must be.
exercise_build() {
    local task
    task=$(exercise_task "$1")
    rm -rf "$3" && cp -Rp "$2" "$3" &&
        patch_apply "tests/exercises/$1.patch" "$3" "$3/patch.log" || return
    if [ "$(exercise_field "$1" Outcome)" != refused ]; then
        tree_build "$3" "$3/build.log" "$task"
    elif tree_make "$3" "$3/build.log" "$task"; then
        echo "error: the tool did not refuse it" >&2
        return 1
    fi
}

# exercise_boot NAME TREE ARGUMENT OF RUN_UNTIL'S...: prints what it said; for a refused one, what
# the tool said.
exercise_boot() {
    local name=$1 tree=$2 until
    shift 2
    until=$(exercise_verdict "$name")
    case $(exercise_field "$name" Outcome) in
    refused)
        sed -n -e 's/: error: /&/p' "$tree/build.log"
        return
        ;;
    none) until="$until|$(exercise_field "$name" Line | sed 's/[][\.*^$+?(){}|]/\\&/g')" ;;
    esac
    scripts/run_until.sh "$@" "$tree/build/$(exercise_task "$name")/loader.img" "$until" 120
}

# exercise_came_out NAME TRANSCRIPT: whether it did as it must.
exercise_came_out() {
    local line still verdict
    line=$(exercise_field "$1" Line)
    still=$(exercise_field "$1" Still)
    grep -qF -- "$still" "$2" || return
    verdict=$(tr -d '\r' <"$2" | grep -E "$(exercise_verdict "$1")")
    case $(exercise_field "$1" Outcome):$verdict in
    PASS:"$line "*) ;;
    FAIL:*' FAIL '*": $line") ;;
    none: | refused:) grep -qF -- "$line" "$2" ;;
    *) return 1 ;;
    esac
}

# exercise_try NAME UNPATCHED FOLDER: tries it in FOLDER, with a clock that counts instructions.
# Prints `PASS exercise_NAME` or `FAIL exercise_NAME: why`.
exercise_try() {
    local transcript=$3/$1.transcript
    if ! exercise_build "$1" "$2" "$3/tree" 2>"$3/$1.log"; then
        echo "FAIL exercise_$1: $(head -n 1 "$3/$1.log")"
        return 1
    fi
    exercise_boot "$1" "$3/tree" --icount >"$transcript" 2>&1
    if ! exercise_came_out "$1" "$transcript"; then
        echo "FAIL exercise_$1: $(tail -n 1 "$transcript") (in $transcript)"
        return 1
    fi
    echo "PASS exercise_$1"
}
