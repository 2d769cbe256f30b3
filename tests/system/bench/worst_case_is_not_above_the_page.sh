#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: docs/worst-case.md, which says for how many instructions the kernel takes no
# interrupt at most.  None of these of its systems may take a tenth more.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

systems='bench/kernel bench/rows bench-el2/kernel bench-el2/guest test/kernel-task-el2'
make_afresh BUILD="$build" STRETCHES="$systems" worst-case >"$work/stretches" 2>&1 ||
    fail "$(grep -m 1 'error: ' "$work/stretches") (in $work/stretches)"

# not_above IMAGE SYSTEM COLUMN: the longest stretch of IMAGE is as the page says in that column of
# its first table, 1 for EL1 and 2 for EL2.
not_above() {
    local found said
    found=$(sed -n "s#^.*/$1/loader.img: \([0-9]*\) instructions at most\$#\1#p" "$work/stretches")
    said=$(awk -F ' *[|] *' -v name="$2, " -v column="$3" 'index($2, name) == 1 {
        gsub(",", "", $(column + 2)); print $(column + 2) }' docs/worst-case.md)
    [ -n "$found" ] && [ -n "$said" ] || fail "$2: found '$found', the page says '$said'"
    [ $((found * 10)) -le $((said * 11)) ] ||
        fail "$2: $found instructions without a look for interrupts, the page says $said"
}
not_above bench/kernel "benchmark's initial task" 1
not_above bench/rows "benchmark's components" 1
not_above bench-el2/kernel "benchmark's initial task" 2
not_above bench-el2/guest "benchmark's guests" 2
not_above test/kernel-task-el2 'tests on the target' 2
expect_line "$work/stretches" '^ +[0-9]+ cnode_revoke$'
expect_line "$work/stretches" '^ +[0-9]+ vcpu_inject_irq$'
