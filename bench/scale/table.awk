# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the console of bench/scale, prints a table of what operations cost with few and many threads
# and capabilities, and fails if one costs more with many.
#
# An operation may cost 2% more, and one instruction, because the clock has ticks.  Who waits is in a
# heap: what takes one out of it may grow by 50 instructions with each doubling.

BEGIN { logarithmic["signal_wakes threads"] = 50 }

function fail(why) {
    errors = errors "error: " why "\n"
}

# The most that an operation may cost, given what it costs with fewer.
function most(row, size,    first) {
    first = cost[row, sizes[row, 1]]
    return first * 1.02 + 1 + logarithmic[row] * log(size / sizes[row, 1]) / log(2)
}

{ sub(/\r$/, "") }
$1 != "SCALE" { next }
$2 == "DONE" { done = 1; next }
NF != 5 || $4 !~ /^[0-9]+$/ || $5 !~ /^[0-9.]+$/ {
    fail("'" $0 "': expected SCALE operation of size instructions")
    next
}
{
    row = $2 " " $3
    if (!(row in count)) order[++rows] = row
    sizes[row, ++count[row]] = $4
    cost[row, $4] = $5
}

END {
    if (!done) fail("no line SCALE DONE")
    for (i = 1; i <= rows; i++) {
        row = order[i]
        split(row, part, " ")
        if (part[2] != of) {
            of = part[2]
            printf "%s%-20s", i == 1 ? "" : "\n", "instructions, " of
            for (k = 1; k <= count[row]; k++) printf " %10d", sizes[row, k]
            print ""
        }
        printf "  %-24s", part[1]
        for (k = 1; k <= count[row]; k++) {
            size = sizes[row, k]
            printf " %10.1f", cost[row, size]
            if (cost[row, size] > most(row, size))
                fail(sprintf("%s costs %.1f with %d %s, and %.1f with %d; expected %.1f at most", \
                    part[1], cost[row, size], size, of, cost[row, sizes[row, 1]], sizes[row, 1], \
                    most(row, size)))
        }
        print ""
    }
    if (errors == "") exit 0
    system("") # the table comes first
    printf "%s", errors | "cat >&2"
    exit 1
}
