# SPDX-License-Identifier: BSD-2-Clause
#
# Reads rows, and writes a page: time goes downwards, a column for each program, a bar while it runs,
# an arrow where one led to another's run.  `name` is the system's, `style` the file of the style
# sheet.  Rows are as high as each other, however long the time between them.

BEGIN {
    FS = "\t"
    row_height = 22
    lane_width = 150
    first_lane = 90
    most = 3000
}

function lane(name) {
    if (!(name in lanes)) {
        lanes[name] = ++lane_count
        names[lane_count] = name
    }
    return lanes[name]
}

$2 == "prints" || $2 == "at" || $2 == "to" {
    lane($3)
    if ($2 == "to") lane($4)
    rows[++row_count] = $0
}
$2 == "end" { left = $3 }

function x(name) {
    return first_lane + lane_width * (lane(name) - 0.5)
}

function grouped(number,    result) {
    result = ""
    for (number = number ""; length(number) > 3; number = substr(number, 1, length(number) - 3))
        result = "," substr(number, length(number) - 2) result
    return number result
}

function label(at_x, at_y, anchor, class, what) {
    printf "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" xml:space=\"preserve\" class=\"%s\">%s</text>", at_x, at_y, anchor,
        class, html(what)
}

# Who runs from `top` on, to `bottom`.
function bar(name, top, bottom) {
    printf "<rect class=\"run\" x=\"%d\" y=\"%d\" width=\"10\" height=\"%d\"/>\n", x(name) - 5,
        top, bottom - top
}

# All bars; what stands on them is drawn later.
function bars(    i, began, running) {
    running = names[1]
    began = 0
    for (i = 1; i <= shown; i++) {
        split(rows[i], fields, "\t")
        if (fields[2] == "to") {
            bar(fields[3], began, i * row_height)
            began = i * row_height
            running = fields[4]
        }
    }
    if (shown > 0) bar(running, began, (shown + 1) * row_height)
}

function arrow(from, to, at_y,    way) {
    way = to > from ? 1 : -1
    printf "<line class=\"arrow\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", from + 5 * way,
        to - 12 * way, at_y, at_y
    printf "<path class=\"head\" d=\"M%d %d l%d -4 v8 z\"/>", to - 5 * way, at_y, -8 * way
}

function draw(fields, at_y) {
    label(first_lane - 14, at_y + 4, "end", "time", grouped(fields[1]))
    if (fields[2] == "to") {
        arrow(x(fields[3]), x(fields[4]), at_y)
        label((x(fields[3]) + x(fields[4])) / 2, at_y - 4, "middle", "what", fields[5])
    } else if (fields[2] == "at") {
        printf "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"4\"/>", x(fields[3]), at_y
        label(x(fields[3]) + 12, at_y + 4, "start", "what", fields[4])
    } else {
        printf "<circle class=\"said\" cx=\"%d\" cy=\"%d\" r=\"3\"/>", x(fields[3]), at_y
        label(first_lane + lane_width * lane_count + 16, at_y + 4, "start", "console", fields[4])
    }
    print ""
}

function head(    line) {
    print "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    print "<meta name=\"viewport\" content=\"width=device-width\">"
    print "<title>" html(name) ": who ran when</title><style>"
    while ((getline line < style) > 0) print line
    print "</style></head><body><h1>" html(name) ": who ran when</h1>"
    print "<p>Time goes downwards; a bar stands where a component runs. An arrow leads from what a" \
        " component did to the one that runs because of it; a dot is what let nobody else run. On" \
        " the right is what the console showed. Numbers count instructions since the machine was" \
        " started; rows are as high as each other, however many lie between them. What another" \
        " component gets later, a dot does not show: a signal to one of lower priority, for" \
        " instance. <code>trace.json</code> beside this page has the same with times to scale," \
        " for <a href=\"https://ui.perfetto.dev\">Perfetto's viewer</a>.</p>"
}

function svg(height, class) {
    printf "<svg class=\"%s\" width=\"%d\" height=\"%d\" role=\"img\">\n", class,
        first_lane + lane_width * lane_count + 640, height
}

END {
    head()
    print "<div class=\"chart\">"
    svg(30, "names")
    for (i = 1; i <= lane_count; i++) label(x(names[i]), 20, "middle", "name", names[i])
    print "</svg>"
    shown = row_count < most ? row_count : most
    svg((shown + 2) * row_height, "rows")
    for (i = 1; i <= lane_count; i++)
        printf "<line class=\"lane\" x1=\"%d\" x2=\"%d\" y1=\"0\" y2=\"%d\"/>\n", x(names[i]),
            x(names[i]), (shown + 2) * row_height
    bars()
    for (i = 1; i <= shown; i++) {
        split(rows[i], fields, "\t")
        draw(fields, i * row_height)
    }
    print "</svg></div>"
    if (shown < row_count)
        print "<p>" grouped(row_count - shown) " more rows are in <code>trace.json</code>.</p>"
    if (left > 0) print "<p>" grouped(left) " more events came later, and are not shown.</p>"
    print "</body></html>"
}
