# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the names of operations, then what the plugin wrote about one boot, and prints the longest
# stretch, where its instructions are, and the longest of each operation.

FNR == NR { operation[$1] = 1; next }
$1 == "stretch" {
    longest[$2] = $3
    now = $2
    if ($3 > most) {
        most = $3
        whose = $2
    }
    if (now == whose) parts = ""
    next
}
$1 == "in" && now == whose { parts = parts $3 " " $2 "\n" }

END {
    if (most == 0) {
        print "error: nothing was recorded of " image | "cat >&2"
        exit 1
    }
    printf "%s: %d instructions at most\n", image, most
    order = "sort -nr | head -n 5"
    n = split(parts, part, "\n")
    for (i = 1; i < n; i++) {
        split(part[i], field, " ")
        printf "  %8d in %s\n", field[1], field[2] | order
    }
    close(order)
    print "  and the longest that has"
    order = "sort -nr"
    for (f in longest) if (f in operation) printf "  %8d %s\n", longest[f], f | order
    close(order)
    print ""
}
