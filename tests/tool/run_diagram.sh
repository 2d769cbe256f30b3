#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The drawing of a system: all that the description has is in it, whatever it is called, and it is
# there as a whole or not at all.  What draws is a stand-in for Graphviz's program dot.
set -u
. "$(dirname "$0")/lib.sh"
prepare diagram
cp "$tests/legal/one_domain.system" one.system || exit 1

# described SYSTEM: how many protection domains, channels, maps, interrupts, capabilities of others',
# devices behind an IOMMU and maps of those it has.
described() {
    awk 'BEGIN { RS = "<" }
        /^!--/ { next }
        /^protection_domain[ \n]/ { domains++ }
        /^channel[ \n>]/ { channels++ }
        /^map[ \n]/ { maps++ }
        /^irq[ \n]/ { irqs++ }
        /^cap_(tcb|sc|vspace)[ \n]/ { caps++ }
        /^io_address_space[ \n]/ { devices++ }
        /^iomap[ \n]/ { iomaps++ }
        END { print domains + 0, channels + 0, maps + 0, irqs + 0, caps + 0, devices + 0,
            iomaps + 0 }' "$1"
}

# drawn DOT: the same of a drawing.  The node of regions that one domain alone has is a list.
drawn() {
    awk '
        /^ *"pd [^"]*" \[/ { domains++ }
        /^ *"channel [0-9]+" \[/ { channels++ }
        /^ *"map [0-9]+" \[/ { maps++ }
        /^ *"irq [0-9]+" \[/ { irqs++ }
        /^ *"cap [0-9]+" \[/ { caps++ }
        /^ *"device [^"]*" \[/ { devices++ }
        /^ *"dma [0-9]+" \[/ { iomaps++ }
        /^ *"regions of [^"]*" \[/ { maps += gsub(/\\l/, "") - 1 }
        END { print domains + 0, channels + 0, maps + 0, irqs + 0, caps + 0, devices + 0,
            iomaps + 0 }' "$1"
}

# words_beside_lines DOT: those that Graphviz may put where others are; it lets no two nodes overlap.
words_beside_lines() {
    grep -E ' -> .*label="' "$1"
}

for system in "$tests"/legal/*.system; do
    name=$(basename "$system" .system)
    cp "$system" . || exit 1
    build "$name.system" --diagram out/system.dot
    if [ "$status" -ne 0 ] || [ "$(described "$name.system")" != "$(drawn out/system.dot)" ]; then
        fail "diagram_shows_all_of_$name" "exit status $status, described are \
$(described "$name.system"), drawn $(drawn out/system.dot) domains, channels, maps, interrupts, \
capabilities, devices, their maps in $PWD/out/system.dot"
    fi
    if words_beside_lines out/system.dot >beside; then
        fail "diagram_writes_on_lines_in_$name" "$(head -n 1 beside) in $PWD/out/system.dot"
    fi
done
[ "$failures" -ne 0 ] || pass diagram_shows_all_that_is_described

build one.system --diagram out/system.dot
if grep -qxF 'drawing: out/system.dot' out/report.txt; then
    pass report_names_the_diagram
else
    fail report_names_the_diagram "see $PWD/out/report.txt"
fi

sed 's/name="a"/name="a \&quot;b\&quot; \\ \&amp;lt;"/' one.system >quoted.system
build quoted.system --diagram out/system.dot
if grep -qF '"pd a \"b\" \\ &lt;" [label="a \"b\" \\ &amp;lt;\n' out/system.dot; then
    pass diagram_quotes_names
else
    fail diagram_quotes_names "see $PWD/out/system.dot"
fi

build one.system --diagram out/system.png
expect tool_names_the_kinds_of_diagrams \
    "microkit: error: diagram 'out/system.png'; expected a name that ends in .svg or .dot"

# with_dot TEXT: dot is the shell script TEXT, and all else as it was.
with_dot() {
    rm -rf bin && mkdir bin || exit 1
    printf '#!/bin/sh\n%s\n' "$1" >bin/dot
    chmod +x bin/dot
}
path=$PATH

# What is larger than a pipe holds, both ways, must not make the two wait for each other.
many=$tests/legal/63_domains_1953_channels.system
cp "$many" many.system || exit 1
# shellcheck disable=SC2016  # dot's
with_dot '[ "$*" = -Tsvg ] || exit 9
echo "<svg>" && cat && echo "</svg>"'
PATH=$PWD/bin:$path
build many.system --diagram out/system.dot
{ echo '<svg>' && cat out/system.dot && echo '</svg>'; } >expected.svg
build many.system --diagram out/system.svg
if [ "$status" -eq 0 ] && cmp -s expected.svg out/system.svg; then
    pass diagram_is_drawn_by_dot
else
    fail diagram_is_drawn_by_dot "exit status $status; $PWD/out/system.svg, $PWD/expected.svg"
fi

hint='a diagram whose name ends in .dot does without it'
for failing in 'exit 1' 'cat; exit 1' 'kill -9 $$'; do
    with_dot "$failing"
    build many.system --diagram out/system.svg
    expect "nothing_is_written_if_dot_fails: $failing" \
        "microkit: error: Graphviz's program dot failed to draw the diagram; $hint"
done
with_dot 'cat >/dev/null'
build one.system --diagram out/system.svg
expect nothing_is_written_if_dot_draws_nothing \
    "microkit: error: Graphviz's program dot drew nothing; $hint"

PATH=$path
rm -rf out && mkdir out || exit 1
PATH=$PWD/nothing "$TOOL" one.system --board test --config debug -o out/loader.img \
    -r out/report.txt --search-path programs --diagram out/system.svg >stdout 2>stderr </dev/null
status=$?
expect tool_says_that_dot_is_missing \
    "microkit: error: Graphviz's program dot, which draws diagrams, is not in PATH; expected it there, or a diagram whose name ends in .dot"

[ "$failures" -eq 0 ]
