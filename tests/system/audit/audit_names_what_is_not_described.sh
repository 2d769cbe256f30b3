#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the audit finds authority that nobody described, and says in words what
# it is.  The tool, the initial task and the kernel are sabotaged one by one, in a copy; the auditor
# is this tree's, and knows nothing of that.  The sabotages take turns.
#
# Alone with: the copy without sabotage
. "$(dirname "$0")/../lib.sh"
make_afresh BUILD="$build" "$build/audit/audit" >"$work/auditor.log" 2>&1 ||
    fail "no auditor: $(tail -n 1 "$work/auditor.log")"
# shellcheck source=tests/sabotage/lib.sh
. tests/sabotage/lib.sh

unpatched=$build/sabotage/unpatched
declared=

# audit_copy TASK TREE: looks once.
audit_copy() {
    declared=$(sed -n "s#^DESCRIPTION_$1 := ##p" "$work/descriptions")
    scripts/audit.sh --sdk "$2/build/sdk" --board "$(sabotage_board "$1")" \
        --description "$declared" "$2/build/$1/loader.img"
}

# names NAME PATCH TASK REGEX
names() {
    local log=$work/$1.log
    rm -rf "$work/tree"
    if ! cp -Rp "$unpatched" "$work/tree" || ! patch_apply "$2" "$work/tree" "$log" 2>>"$log" ||
        ! tree_build "$work/tree" "$work/$1.build" "build/$3/loader.img" 2>>"$log"; then
        echo "FAIL audit_$1: $(head -n 1 "$log")"
        return
    fi
    if audit_copy "$3" "$work/tree" >"$log" 2>&1; then
        echo "FAIL audit_$1: found nothing (in $log)"
    elif ! grep -qE -- "$4" "$log" || ! grep -q '^AUDIT DIFFERS' "$log"; then
        echo "FAIL audit_$1: no line that says '$4' (in $log)"
    else
        echo "PASS audit_$1"
    fi
}

for task in 2 5; do
    printf 'DESCRIPTION_task%s := %s\n' "$task" "$(ls demos/task$task/*.xml)"
done >"$work/descriptions"
mkdir -p "$build/sabotage"
tree_prepare "$unpatched" "$work/build.log" build/task{2,5}/loader.img ||
    fail "nothing was built"

# So it is the patch that makes the difference.
for task in task2 task5; do
    audit_copy $task "$unpatched" >"$work/$task.log" 2>&1 ||
        fail "$task without sabotage: $(tail -n 1 "$work/$task.log") (in $work/$task.log)"
done

number=0
# its_turn: whether it is that of the next.
its_turn() {
    number=$((number + 1))
    in_turn $number
}

for patch in tests/audit/*.patch; do
    its_turn || continue
    names "$(basename "$patch" .patch)" "$patch" "$(patch_field "$patch" Demonstration)" \
        "$(patch_field "$patch" Difference)"
done
grep -v '^#' tests/audit/known.txt >"$work/known"
while read -r name regex; do
    its_turn || continue
    names "$name" "tests/sabotage/$name.patch" "$(sabotage_field "$name" Demonstration)" "$regex"
done <"$work/known"
rm -rf "$work/tree"
