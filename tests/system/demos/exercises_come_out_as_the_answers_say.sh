#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: exercises that do what a student is told they do.  Five of them, others for
# another commit, are tried; `make exercises` tries all.  Each exercise of a page has a patch
# and an answer, which has the line that came out; none is without an exercise.
#
# Alone with: the copy without sabotage
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/exercises/lib.sh
. tests/exercises/lib.sh

# The numbered items of the section on exercises, by the pages' names.
for page in docs/task[2-7].md; do
    awk -v page="$(basename "$page" .md)" '
        /^## / { here = /[Ee]xercises|Try it/ }
        here && /^[0-9]+\. / { print page "-" $1 + 0 }' "$page"
done >"$work/pages"
[ "$(wc -l <"$work/pages")" -ge 21 ] || fail "fewer than 21 exercises"
exercise_names >"$work/patches"
sed -n 's/^### //p' docs/answers.md >"$work/answers"
for list in patches answers; do
    diff "$work/pages" "$work/$list" >"$work/difference" ||
        fail "the exercises of docs/ and the $list differ: $(sed -n 2p "$work/difference")"
done
while read -r name; do
    line=$(exercise_field "$name" Line)
    [ -n "$line" ] && [ -n "$(exercise_field "$name" Change)" ] || fail "$name: a field is empty"
    exercise_answer "$name" | tr '\n' ' ' | grep -qF -- "$line" ||
        fail "docs/answers.md, $name: does not have '$line'"
done <"$work/patches"

make_afresh exercise >"$work/list"
while read -r name; do
    expect_line "$work/list" "^$name +[A-Z]"
done <"$work/patches"
expect_failure "$work/unknown" make_afresh exercise NAME=task2-99
expect_line "$work/unknown" "^error: there is no exercise 'task2-99'; expected one of these"

# A copy of the sources, without git's history, of which a user has changed nothing.
tree_prepare "$build/sabotage/unpatched" "$work/build.log" task2 || fail "nothing was built"
watch() {
    MAKE=make tests/exercises/exercise.sh "$work" "$1" >"$work/watched" 2>&1
}
cp -R "$build/sabotage/unpatched" "$work/unpatched"
watch task2-1 || fail "task2-1: $(tail -n 1 "$work/watched")"
expect_line "$work/watched" '^\+    <protection_domain name="client" priority="200">$'
expect_line "$work/watched" '^demos/task2/system.xml:[0-9:]* error: protected call from'
expect_line "$work/watched" '^Outcome    refused: expected a callee of strictly higher priority'

MAKE=make tests/exercises/all.sh "$work" "$build/sabotage/unpatched" 5 "$commit" || true
