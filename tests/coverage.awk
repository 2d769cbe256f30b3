# SPDX-License-Identifier: BSD-2-Clause
#
# Reads what gcov prints for many objects and adds it up by source.  A header is in many objects: a
# line or a branch of it counts as executed if it is in one of them.
#
# Branches within an ASSERT are left out: what it states cannot be otherwise.
/^ +-: +0:Source:/ {
    source = $0
    sub(/^.*:Source:(\.\/)?/, "", source)
    ours = source ~ /^kernel\/core\//
    next
}
!ours { next }
/^ *[^:]+: *[0-9]+:/ {
    count = $0
    sub(/:.*/, "", count)
    gsub(/ /, "", count)
    text = $0
    sub(/^ *[^:]+: */, "", text)
    line = text
    sub(/:.*/, "", line)
    sub(/^[0-9]+:/, "", text)
    place = source ":" line
    branch = 0
    asserts = text ~ /(ASSERT|BOOT_REQUIRE)\(/
    if (line == 0 || count == "-") next
    if (!(place in lines)) {
        lines[place] = 0
        texts[place] = text
        order[++places] = place
        source_of[place] = source
        if (!(source in all)) sources[++source_count] = source
        all[source]++
    }
    if (count !~ /^[#=]/ && !lines[place]) {
        lines[place] = 1
        done[source]++
    }
    next
}
/^branch +[0-9]+ / && !asserts {
    key = place "#" branch++
    if (!(key in branches)) {
        branches[key] = 0
        branch_all[source]++
    }
    if ($3 == "taken" && $4 + 0 > 0 && !branches[key]) {
        branches[key] = 1
        branch_done[source]++
    }
}
function share(part, whole) {
    return whole == 0 ? "     -" : sprintf("%5.1f%%", 100 * part / whole)
}
function row(name, d, a, bd, ba) {
    printf "%-34s %5d of %5d lines %s %5d of %5d branches %s\n", name, d, a, share(d, a), bd, ba,
        share(bd, ba)
}
END {
    print "Lines that nothing executed:"
    for (i = 1; i <= places; i++)
        if (!lines[order[i]]) print order[i] ":" texts[order[i]]
    print ""
    for (i = 1; i <= source_count; i++) {
        s = sources[i]
        row(s, done[s], all[s], branch_done[s], branch_all[s])
        d += done[s]; a += all[s]; bd += branch_done[s]; ba += branch_all[s]
    }
    row("total", d, a, bd, ba)
    if (a == 0 || 100 * d < least * a) {
        printf "error: fewer than %d%% of the lines were executed\n", least
        exit 1
    }
}
