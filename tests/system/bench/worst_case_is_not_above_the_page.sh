#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: docs/worst-case.md, which says for how many instructions the kernel takes no
# interrupt at most.  None of its three systems may take a tenth more.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

make_afresh BUILD="$build" worst-case >"$work/stretches" 2>&1 ||
    fail "$(grep -m 1 'error: ' "$work/stretches") (in $work/stretches)"

# not_above IMAGE SYSTEM: the longest stretch of IMAGE is as the line of the page says.
not_above() {
    local found said
    found=$(sed -n "s#^.*/$1/loader.img: \([0-9]*\) instructions at most\$#\1#p" "$work/stretches")
    said=$(sed -n "s/^| $2, [a-z]* kernel | \([0-9,]*\) |.*/\1/p" docs/worst-case.md | tr -d ,)
    [ -n "$found" ] && [ -n "$said" ] || fail "$2: found '$found', the page says '$said'"
    [ $((found * 10)) -le $((said * 11)) ] ||
        fail "$2: $found instructions without a look for interrupts, the page says $said"
}
not_above kernel "benchmark's initial task"
not_above rows "benchmark's components"
not_above kernel-task 'tests on the target'
expect_line "$work/stretches" '^ +[0-9]+ cnode_revoke$'
