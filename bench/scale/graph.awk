# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the console of bench/scale and prints a drawing (SVG): for threads and for capabilities, what
# each operation costs against how many there are; both axes are logarithmic.

BEGIN {
    width = 540; height = 440 # of a part
    left = 60; right = 350; top = 70; bottom = 390 # its axes
    low = 50; high = 1000 # instructions
    marks = split("50 100 200 500 1000", mark, " ")
}

function x_of(size) {
    return left + (right - left) * (log(size) - log(first)) / (log(last) - log(first))
}

function y_of(cost) {
    return bottom - (bottom - top) * (log(cost) - log(low)) / (log(high) - log(low))
}

function text(class, x, y, what) {
    printf "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", class, x, y, what
}

# Operations of the part from the cheapest to the most expensive, by what they cost at the end.
function sort_rows(    i, k, swap) {
    for (i = 2; i <= n; i++)
        for (k = i; k > 1 && cost[row[k], last] > cost[row[k - 1], last]; k--) {
            swap = row[k]
            row[k] = row[k - 1]
            row[k - 1] = swap
        }
}

function line_of(r,    k, points) {
    for (k = 1; k <= count; k++)
        points = points sprintf("%s%.1f,%.1f", k > 1 ? " " : "", x_of(size[k]), \
            y_of(cost[r, size[k]]))
    printf "<polyline points=\"%s\"/>\n", points
    for (k = 1; k <= count; k++)
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n", x_of(size[k]), \
            y_of(cost[r, size[k]])
}

function axes(title,    k) {
    text("name", left, 36, "instructions, by number of " title)
    for (k = 1; k <= marks; k++) {
        printf "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n", left, \
            right, y_of(mark[k]), y_of(mark[k])
        text("soft end", left - 8, y_of(mark[k]) + 5, mark[k])
    }
    for (k = 1; k <= count; k++) text("soft middle", x_of(size[k]), bottom + 24, size[k])
}

# A label is beside the end of its line, or as near as those above leave room.
function draw(title,    k, y, before) {
    first = size[1]
    last = size[count]
    axes(title)
    sort_rows()
    before = 0
    for (k = 1; k <= n; k++) {
        line_of(row[k])
        y = y_of(cost[row[k], last]) + 5
        if (y < before + 19) y = before + 19
        before = y
        text("", right + 12, y, sprintf("%s %.0f", row[k], cost[row[k], last]))
    }
}

$1 == "SCALE" && NF >= 5 {
    sub(/\r$/, "")
    if (!($3 in part_count)) part[++parts] = $3
    if (!(($3, $2) in seen)) {
        seen[$3, $2] = 1
        name[$3, ++part_count[$3]] = $2
    }
    if (!(($3, $4) in seen_size)) {
        seen_size[$3, $4] = 1
        sizes[$3, ++size_count[$3]] = $4
    }
    all[$3, $2, $4] = $5
}

END {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">\n", \
        parts * width, height
    print "<style>text{font:15px system-ui,-apple-system,\"Segoe UI\",Helvetica,Arial,sans-serif;" \
        "fill:#1b2430}.name{font-weight:600}text.soft{fill:#55606e}.end{text-anchor:end}" \
        ".middle{text-anchor:middle}.sheet{fill:#fffefb;stroke:#d8d6cd}" \
        ".grid{stroke:#d8d6cd}polyline{fill:none;stroke:#27698f;stroke-width:2}" \
        "circle{fill:#27698f}</style>"
    printf "<rect class=\"sheet\" x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"10\"/>\n", \
        parts * width - 1, height - 1
    for (p = 1; p <= parts; p++) {
        n = part_count[part[p]]
        count = size_count[part[p]]
        for (i = 1; i <= n; i++) row[i] = name[part[p], i]
        for (k = 1; k <= count; k++) size[k] = sizes[part[p], k]
        for (i = 1; i <= n; i++)
            for (k = 1; k <= count; k++) cost[row[i], size[k]] = all[part[p], row[i], size[k]]
        printf "<g transform=\"translate(%d 0)\">\n", (p - 1) * width
        draw(part[p])
        print "</g>"
    }
    print "</svg>"
}
