#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# exercise.sh FOLDER [NAME]: shows an exercise of docs/task2.md to task7.md: what to change, what
# came out, and why.  It is tried in a copy of the sources, FOLDER/NAME.  Without NAME, or with one
# that does not exist, lists the names.  $MAKE is the make that builds.
#
# Exit status: 0 if it came out as it must, or if only the list was asked for.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/exercises/lib.sh
. tests/exercises/lib.sh

list() {
    local name
    printf '%-10s %s\n' NAME 'WHAT IS CHANGED'
    for name in $(exercise_names); do
        printf '%-10s %s\n' "$name" "$(exercise_field "$name" Change)"
    done
    printf '\n%s\n' 'Say what will happen, then: make exercise NAME=...    (why: docs/answers.md)'
}

if [ $# -lt 2 ] || [ -z "$2" ]; then
    list
    exit 0
fi
name=$2
if ! exercise_names | grep -qxF -- "$name"; then
    printf '%s\n\n' "error: there is no exercise '$name'; expected one of these" >&2
    list >&2
    exit 1
fi
task=$(exercise_task "$name")
tree=$1/$name

# explain: what may be the cause of an outcome that was not expected.
explain() {
    say_changes "$task" || say '' 'No source is changed: the exercise is wrong. Please report it.'
    exit 1
}

say 'Exercise' "$name, in docs/$task.md"
say 'Change' "$(exercise_field "$name" Change)"
echo
patch_diff "tests/exercises/$name.patch"
printf '\n%s\n' "Building a copy of the sources with this change, in $tree ..."
tree_prepare "$1/unpatched" "$1/unpatched.log" "$task" || explain
exercise_build "$name" "$1/unpatched" "$tree" || explain
case $(exercise_field "$name" Outcome) in
refused) printf '%s\n\n' 'There is no image. The tool says:' ;;
none) printf '%s\n\n' "Booting it in QEMU, until it stops ..." ;;
*) printf '%s\n\n' 'Booting it in QEMU ...' ;;
esac
exercise_boot "$name" "$tree" 2>&1 | tee "$tree/transcript"
echo
if ! exercise_came_out "$name" "$tree/transcript"; then
    say 'Expected' "$(exercise_field "$name" Outcome): $(exercise_field "$name" Line)"
    say 'Found' 'something else.'
    explain
fi
say 'Outcome' "$(exercise_field "$name" Outcome): $(exercise_field "$name" Line)"
printf '\n%s\n' 'Why (docs/answers.md):'
exercise_answer "$name"
