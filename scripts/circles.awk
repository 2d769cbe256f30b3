# SPDX-License-Identifier: BSD-2-Clause
#
# circles.awk: reads the names of C files and headers on stdin, then these, and prints one line for
# each circle of dependencies among them, `FILE:1: ...`.  There are two kinds:
#
#   - of includes: X.c or X.h includes Y.h, and Y.c or Y.h includes X.h, perhaps by way of others;
#   - of uses: X.c uses a function that Y.c defines, and Y.c one that X.c does, though both are
#     declared in one header.
#
# What the members of a circle share belongs into a file below them.  Of a circle all of whose
# members match the regular expression `exempt_includes` or `exempt_uses` nothing is said;
# scripts/gates.sh has these.
#
# A function is found by this tree's layout: its opening brace is in column 1.  A name means the
# function that a header declares which both its user and its definer include; of several, the one
# in the user's own folder.  What is declared with the name of such a function, where its header is
# included, is taken for a use of it.

function folder_of(file) {
    return match(file, /.*\//) ? substr(file, 1, RLENGTH) : ""
}

function base_of(file) {
    sub(/.*\//, "", file)
    return file
}

function stem_of(file) {
    sub(/\.[^.\/]*$/, "", file)
    return file
}

# joined FOLDER NAME, without `FOLDER/../`.
function joined(folder, name) {
    while (substr(name, 1, 3) == "../") {
        name = substr(name, 4)
        sub(/[^\/]*\/$/, "", folder)
    }
    return folder name
}

# The number of folders that the paths of two files have in common.
function common(a, b, parts, others, n, m, i) {
    n = split(a, parts, "/")
    m = split(b, others, "/")
    for (i = 1; i < n && i < m && parts[i] == others[i]; i++)
        ;
    return i - 1
}

# The file that `#include "name"` in `file` means, as far as its own place and the names tell: the
# nearest one, of equally near ones that with the shortest path.
function included(file, name, list, n, i, best, near, found) {
    found = joined(folder_of(file), name)
    if (found in known)
        return found
    found = ""
    n = split(named[base_of(name)], list, " ")
    for (i = 1; i <= n; i++) {
        near = common(file, list[i])
        if (substr("/" list[i], length(list[i]) + 1 - length(name)) != "/" name)
            continue
        if (found == "" || near > best || (near == best && length(list[i]) < length(found))) {
            best = near
            found = list[i]
        }
    }
    return found
}

# A line without comments, strings, characters and members of structures.
function code_of(line, out, start) {
    out = ""
    while (line != "") {
        if (in_comment) {
            if (!(start = index(line, "*/")))
                return out
            line = substr(line, start + 2)
            in_comment = 0
        } else if (match(line, /\/\*|\/\/|"([^"\\]|\\.)*"|'([^'\\]|\\.)*'/)) {
            out = out substr(line, 1, RSTART - 1) " "
            if (substr(line, RSTART, 2) == "//")
                return out
            in_comment = substr(line, RSTART, 2) == "/*"
            line = substr(line, RSTART + RLENGTH)
        } else {
            out = out line
            line = ""
        }
    }
    gsub(/(->|\.)[ ]*[A-Za-z_][A-Za-z_0-9]*/, " ", out) # members have names of their own
    return out
}

function add_edge(kind, from, to) {
    if (from != to && !((kind, from, to) in edge)) {
        edge[kind, from, to] = 1
        next_of[kind, from] = next_of[kind, from] " " to
        if (!((kind, from) in seen_node)) {
            seen_node[kind, from] = 1
            nodes[kind] = nodes[kind] " " from
        }
    }
}

# What is before the `{` of a function: the name in front of its first parenthesis.
function note_definition(file, text, name) {
    if (text ~ /(^|[ ])static[ ]/ || !match(text, /[A-Za-z_][A-Za-z_0-9]*\(/))
        return
    name = substr(text, RSTART, RLENGTH - 1)
    definers[name] = definers[name] " " file
}

# note_declarations HEADER LINE: each name in front of a parenthesis.
function note_declarations(file, line, name) {
    while (match(line, /[A-Za-z_][A-Za-z_0-9]*\(/)) {
        name = substr(line, RSTART, RLENGTH - 1)
        if (!((file, name) in declared)) {
            declared[file, name] = 1
            declares[file] = declares[file] " " name
        }
        line = substr(line, RSTART + RLENGTH)
    }
}

function read_file(file, line, text, words, other) {
    in_comment = 0
    text = ""
    while ((getline line < file) > 0) {
        if (line ~ /^#include "/) {
            split(line, words, "\"")
            other = included(file, words[2])
            if (other != "") {
                includes[file] = includes[file] " " other
                add_edge("includes", stem_of(file), stem_of(other))
            }
            continue
        }
        line = code_of(line)
        if (file ~ /\.h$/)
            note_declarations(file, line)
        else if (line ~ /^\{/)
            note_definition(file, text)
        text = line ~ /[;{}]|^[ ]*#|^[ ]*$/ ? "" : text " " line
    }
    close(file)
}

# Sets `reaches[FILE, HEADER]` for all headers that `file` includes, perhaps by way of others, and
# `headers_of[FILE]`, their list.
function follow(file, list, todo, n, i, last) {
    last = split(includes[file], todo, " ")
    for (i = 1; i <= last; i++)
        if (!((file, todo[i]) in reaches)) {
            reaches[file, todo[i]] = 1
            headers_of[file] = headers_of[file] " " todo[i]
            for (n = split(includes[todo[i]], list, " "); n > 0; n--)
                todo[++last] = list[n]
        }
}

# The file that defines what `header` declares as `name`, for `file`.
function definer(file, header, name, list, n, i, found) {
    n = split(definers[name], list, " ")
    for (i = 1; i <= n; i++)
        if ((list[i], header) in reaches &&
            (found == "" || folder_of(list[i]) == folder_of(file)))
            found = list[i]
    return found
}

function read_uses(file, line, words, headers, names, visible, n, m, i) {
    n = split(headers_of[file], headers, " ")
    for (i = 1; i <= n; i++)
        for (m = split(declares[headers[i]], names, " "); m > 0; m--)
            if (names[m] in definers)
                visible[names[m]] = headers[i]
    in_comment = 0
    while ((getline line < file) > 0) {
        n = split(code_of(line), words, /[^A-Za-z_0-9]+/)
        for (i = 1; i <= n; i++)
            if (words[i] in visible) {
                m = definer(file, visible[words[i]], words[i])
                if (m != "")
                    add_edge("uses", file, m)
            }
    }
    close(file)
}

# The shortest way from `start` back to it, as `A -> B -> A`, or nothing.
function circle(kind, start, queue, before, first, last, node, list, n, i, way) {
    first = last = 1
    queue[1] = start
    while (first <= last) {
        node = queue[first++]
        n = split(next_of[kind, node], list, " ")
        for (i = 1; i <= n; i++) {
            if (list[i] == start) {
                way = start
                for (; node != start; node = before[node])
                    way = node " -> " way
                return start " -> " way
            }
            if (!(list[i] in before)) {
                before[list[i]] = node
                queue[++last] = list[i]
            }
        }
    }
    return ""
}

function report(kind, exempt, list, n, i, j, way, parts, count, told, exempted) {
    n = split(nodes[kind], list, " ")
    for (i = 1; i <= n; i++) {
        if (list[i] in told || (way = circle(kind, list[i])) == "")
            continue
        count = split(way, parts, " -> ")
        exempted = exempt != ""
        for (j = 1; j <= count; j++) {
            told[parts[j]] = 1
            exempted = exempted && parts[j] ~ exempt
        }
        if (!exempted)
            print (kind == "uses" ? list[i] : list[i] ".c") ":1: a circle of " kind ": " way
    }
}

{
    known[$0] = 1
    files[++count] = $0
    named[base_of($0)] = named[base_of($0)] " " $0
}

END {
    for (f = 1; f <= count; f++)
        read_file(files[f])
    for (f = 1; f <= count; f++)
        follow(files[f])
    for (f = 1; f <= count; f++)
        if (files[f] ~ /\.c$/)
            read_uses(files[f])
    report("includes", exempt_includes)
    report("uses", exempt_uses)
}
