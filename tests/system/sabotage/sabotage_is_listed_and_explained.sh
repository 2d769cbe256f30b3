#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make sabotage` as its user sees it: the list, a wrong name, a patch whose
# file has changed, and one sabotage from the first line to the last, in a folder with a blank in
# its name and without git's history.  And that docs/sabotage.md has exactly those that there are.
. "$(dirname "$0")/../lib.sh"
takes_turn 2
# shellcheck source=tests/sabotage/lib.sh
. tests/sabotage/lib.sh

sabotage_names | sort >"$work/names"
[ "$(grep -c '' "$work/names")" -ge 14 ] || fail "fewer than 14 patches"
# shellcheck disable=SC2016  # Markdown
sed -n 's/^| `\([a-z0-9_]*\)` |.*/\1/p' docs/sabotage.md | sort >"$work/documented"
diff "$work/documented" "$work/names" >"$work/difference" ||
    fail "docs/sabotage.md and tests/sabotage differ: $(sed -n 2p "$work/difference")"
while read -r name; do
    patch=tests/sabotage/$name.patch
    for field in Summary Removed Demonstration First-failure Look-at; do
        [ -n "$(sabotage_field "$name" "$field")" ] || fail "$patch: no field $field"
    done
    task=$(sabotage_field "$name" Demonstration)
    [ -f "tests/system/sabotage/sabotage_makes_${task}_fail.sh" ] ||
        fail "$patch: $task is not tested"
    expect_line docs/sabotage.md "^\| \`$name\` \| ${task#task} \|"
    awk '/^@@/ { exit } length > 100' "$patch" >"$work/long"
    [ ! -s "$work/long" ] || fail "$patch: over 100 columns: $(head -n 1 "$work/long")"
done <"$work/names"

make_afresh sabotage >"$work/list"
while read -r name; do
    expect_line "$work/list" "^$name +(task[2-8]|guests) +[a-z]"
done <"$work/names"
expect_failure "$work/unknown" make_afresh sabotage NAME=no_such
expect_line "$work/unknown" "^error: there is no sabotage 'no_such'; expected one of these"
expect_line "$work/unknown" '^signals_counted '

# A copy in which a file changed since the patch was made, and one in which it is gone.
mkdir -p "$work/tree/kernel/core"
grep -v 'badge = ntfn->active' kernel/core/notification.h >"$work/tree/kernel/core/notification.h"
cp kernel/core/object.h "$work/tree/kernel/core"
expect_failure "$work/changed" sabotage_apply signals_counted "$work/tree" "$work/patch.log"
expect_line "$work/changed" \
    '^error: tests/sabotage/signals_counted.patch no longer applies to kernel/core/notification.h$'
! grep -q 'to kernel/core/object.h' "$work/changed" || fail "object.h has not changed"
rm "$work/tree/kernel/core/notification.h"
expect_failure "$work/gone" sabotage_apply signals_counted "$work/tree" "$work/patch.log"
expect_line "$work/gone" \
    '^error: tests/sabotage/signals_counted.patch no longer applies to kernel/core/notification.h$'

folder="$work/a copy"
copy_sources "$folder"
tree_build "$folder" "$work/build.log" build/sdk/VERSION
cd "$folder"
make_afresh BUILD=build sabotage NAME=signals_counted >../watched 2>&1 ||
    fail "$(tail -n 1 ../watched)"
cd - >/dev/null
expect_line "$work/watched" '^Removed    A notification is one word: '
expect_line "$work/watched" '^\+    ntfn->count \+= ntfn->active;$'
expect_line "$work/watched" '^in kernel/core/notification.h$'
expect_line "$work/watched" '^client: FAIL, not so: the 3 signals on "user" were 1 delivery'
expect_line "$work/watched" '^   expected 1, found [23]$'
expect_line "$work/watched" '^Look at    Part 5\.'
expect_line "$work/watched" '^Expected   TASK2 FAIL, and the first check that fails:'
expect_line "$work/watched" '^Found      just that\.$'

# Where something else comes out, the sources that somebody changed are named.
(
    cd "$folder"
    git init -q . && echo /build >.git/info/exclude && git add .
    git -c user.name=tester -c user.email=tester@localhost commit -q -m tree
)
edit_claim() {
    sed 's/the 3 signals on/three signals on/' "$1" >"$1.new" && mv "$1.new" "$1"
}
edit_claim "$folder/demos/task2/client.c"
cd "$folder"
expect_failure ../dirty make_afresh BUILD=build sabotage NAME=signals_counted
cd - >/dev/null
expect_line "$work/dirty" '^Found      something else\.$'
expect_line "$work/dirty" '^Changed    demos/task2/client\.c *$'
! grep -q 'does not notice' "$work/dirty" || fail "the demonstration is blamed: $work/dirty"
