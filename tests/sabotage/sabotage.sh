#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# sabotage.sh FOLDER [NAME]: removes one protection from a copy of the sources, FOLDER/NAME, and
# boots the demonstration that must notice.  Without NAME, or with one that does not exist, lists
# the names.  $MAKE is the make that builds.
#
# Exit status: 0 if the demonstration failed as it must, or if only the list was asked for.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/sabotage/lib.sh
. tests/sabotage/lib.sh

# Far above what a boot takes: it only ends a system that hangs.
limit=120

list() {
    local name
    printf '%-28s %-6s %s\n' NAME BY 'WHAT IS REMOVED'
    for name in $(sabotage_names); do
        printf '%-28s %-6s %s\n' "$name" "$(sabotage_field "$name" Demonstration)" \
            "$(sabotage_field "$name" Summary)"
    done
    printf '\n%s\n' 'To watch one: make sabotage NAME=...    (docs/sabotage.md)'
}

if [ $# -lt 2 ] || [ -z "$2" ]; then
    list
    exit 0
fi
name=$2
if ! sabotage_names | grep -qxF -- "$name"; then
    printf '%s\n\n' "error: there is no sabotage '$name'; expected one of these" >&2
    list >&2
    exit 1
fi
task=$(sabotage_field "$name" Demonstration)
first=$(sabotage_field "$name" First-failure)
tree=$1/$name

say 'Sabotage' "$name"
say 'Removed' "$(sabotage_field "$name" Removed)"
say 'Seen by' "$(sabotage_by "$task")"
echo
patch_diff "tests/sabotage/$name.patch"
printf '\n%s\n' "Building a copy of the sources with this change, in $tree ..."
if ! sabotage_prepare "$task" "$(dirname "$1")" "$1/unpatched" "$1/unpatched.log"; then
    say_changes "$task"
    exit 1
fi
if ! sabotage_make "$name" "$1/unpatched" "$tree"; then
    say_changes "$task"
    exit 1
fi
printf '%s\n\n' 'Booting it in QEMU ...'

clock=
[ "$task" != guests ] || clock=--icount # tests measure
# shellcheck disable=SC2086  # one word or none
scripts/run_until.sh $clock --board "$(sabotage_board "$task")" \
    "$tree/$(sabotage_image "$task")" "$(sabotage_end "$task")" "$limit" | tee "$tree/transcript"
echo
say 'Look at' "$(sabotage_field "$name" Look-at)"
case $task in
guests) say 'Expected' "FAIL, and the first test that fails: $first" ;;
*)
    verdict=$(echo "$task" | tr '[:lower:]' '[:upper:]')
    say 'Expected' "$verdict FAIL, and the first check that fails: ${first%\$}"
    ;;
esac
if sabotage_verdict_is_right "$name" "$tree/transcript"; then
    say 'Found' 'just that.'
else
    say 'Found' 'something else.'
    say_changes "$task" ||
        say '' 'This demonstration does not notice what was removed as it should.'
    exit 1
fi
