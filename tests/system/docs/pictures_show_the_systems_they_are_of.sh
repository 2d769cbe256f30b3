#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a picture of a system shows each of its mappings and channels, with the
# right rights and directions, and no others.
. "$(dirname "$0")/../lib.sh"

# grants XML: a line for each component, `NAME priority N`; for each mapping, `COMPONENT REGION
# RIGHTS`; and for what a channel allows, `COMPONENT COMPONENT call` or `signal`.
grants() {
    awk '
        function attribute(name) {
            if (!match($0, " " name "=\"[^\"]*\""))
                return ""
            return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        }
        function allow(from, to, end) {
            if (pp[end] == "true")
                print from, to, "call"
            if (notify[end] != "false")
                print from, to, "signal"
        }
        BEGIN { RS = ">" }
        { gsub(/[ \n]+/, " ") }
        / ?<protection_domain / {
            component[++depth] = attribute("name")
            print component[depth], "priority", attribute("priority")
        }
        /<\/protection_domain/ { depth-- }
        /<map / { print component[depth], attribute("mr"), attribute("perms") }
        /<end / { pd[++ends] = attribute("pd"); pp[ends] = attribute("pp")
                  notify[ends] = attribute("notify") }
        /<\/channel/ { allow(pd[1], pd[2], 1); allow(pd[2], pd[1], 2); ends = 0 }' "$1" | sort
}

# drawn DOT XML: the same of a picture; what is no component of XML is a region.  Below `By DMA` is
# what is none of the description's.
drawn() {
    sed -n 's/.*<protection_domain name="\([^"]*\)".*/component \1/p' "$2" | cat - "$1" | awk '
        $1 == "component" { component[$2] = 1; next }
        /By DMA/ { exit }
        { what = ""; split($0, part, "\""); what = part[2] }
        /->/ {
            from = $1; to = $3
            if (!(from in component)) {
                print to, from, what
                next
            }
            if (!(to in component)) {
                print from, to, what
                next
            }
            count = split(what, allowed, ", ")
            for (i = 1; i <= count; i++) {
                print from, to, allowed[i]
                if (/dir=both/)
                    print to, from, allowed[i]
            }
            next
        }
        $1 in component { sub(/.*\\n/, "", what); print $1, what }' | sort
}

# drawn_by_tool DOT: the same of a picture that our tool has drawn.  What is on a line is a node;
# who may call has a filled head at the line's other end, who may only signal an open one.
drawn_by_tool() {
    awk '
        # The Nth part of the line in quotation marks, without the word before the name.
        function quoted(n,    part) {
            split($0, part, "\"")
            sub(/^(pd|region|tail|head|channel|map) /, "", part[2 * n])
            return part[2 * n]
        }
        function channel(from, to, what) {
            if (what ~ /^call/)
                print from, to, "call"
            if (what ~ /signal$|both ways/)
                print from, to, "signal"
            if (what ~ /signal back|both ways/)
                print to, from, "signal"
        }
        /^ *"(channel|map) [0-9]+" \[/ { words[$1, quoted(1)] = quoted(2) }
        /^ *"pd [^"]*" -> "tail / {
            left[quoted(2)] = quoted(1)
            if (/arrowtail=(normal|vee)/)
                to_left[quoted(2)] = /arrowtail=normal/ ? 2 : 1
        }
        /^ *"head [0-9]+" -> / {
            to_right = /arrowhead=normal/ ? 2 : /arrowhead=vee/
            n = quoted(1)
            if (to_left[n] > to_right)
                channel(quoted(2), left[n], words["\"channel", n])
            else
                channel(left[n], quoted(2), words["\"channel", n])
        }
        /^ *"(pd|region) [^"]*" -> "map / { end[quoted(2)] = $1; other[quoted(2)] = quoted(1) }
        /^ *"map [^"]*" -> / {
            if (end[quoted(1)] == "\"pd")
                print other[quoted(1)], quoted(2), words["\"map", quoted(1)]
            else
                print quoted(2), other[quoted(1)], words["\"map", quoted(1)]
        }
        /^ *"pd [^"]*" \[/ { split(quoted(2), line, /\\n/); print quoted(1), line[2] }' "$1" | sort
}

# compare DOT XML, what is drawn on stdin.
compare() {
    grants "$2" >"$work/grants"
    cat >"$work/drawn"
    [ "$(wc -l <"$work/grants")" -gt 9 ] || fail "$2: not understood"
    diff "$work/grants" "$work/drawn" >"$work/difference" ||
        fail "$1 is not $2: $(grep -m 1 '^[<>]' "$work/difference") (<: not drawn, >: not there)"
}

# shows DOT XML
shows() {
    drawn "$1" "$2" | compare "$1" "$2"
}

shows docs/pictures/task5.dot demos/task5/system_buffer_overflow.xml
shows docs/pictures/task6.dot demos/task6/system_with_iommu.xml

# What the device of task 6 reaches, by the names of what is there, is in its transcript.
sed -nE 's/^iommu: stream 8 may reach (0x[0-9a-f]+), .* (r[w-])$/\1 \2/p' demos/task6/expected.txt |
    while read -r place rights; do
        sed -nE "s/.*name=\"([a-z]+)\".* phys_addr=\"$place\".*/\1 ${rights%-}/p" \
            demos/task6/system_with_iommu.xml
    done | sort >"$work/reached"
sed -nE 's/^ *gate -> ([a-z]+) \[label="([a-z]+)"\]$/\1 \2/p' docs/pictures/task6.dot | sort |
    diff "$work/reached" - >"$work/difference" ||
    fail "docs/pictures/task6.dot: the device reaches otherwise: $(sed -n 2p "$work/difference")"
[ -s "$work/reached" ] || fail 'the device of task 6 reaches nothing'

# draws TASK XML: the picture in the repository is what our tool draws.
draws() {
    local picture=docs/pictures/$1.dot
    drawn_by_tool "$picture" | compare "$picture" "$2"
    MICROKIT_SDK=$sdk "$TOOL" "$2" --search-path "$build/test/$1" --board $board --config debug \
        -o "$work/loader.img" -r "$work/report.txt" --diagram "$work/$1.dot"
    cmp -s "$picture" "$work/$1.dot" ||
        fail "$picture is not what the tool draws: make diagram TASK=$1 DIAGRAM=$picture docs"
}

draws task3 demos/task3/system_with_logger.xml
