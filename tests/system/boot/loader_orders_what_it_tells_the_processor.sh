#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: barriers of the loader that QEMU does not miss and hardware does.  Follows its
# instructions from a label to the end of the function, by the rules of the Arm ARM:
#
#   what was written with caches off       is older than maintenance only after a DSB
#   maintenance of caches and TLBs         is complete only after a DSB
#   instruction caches                     are invalidated only when the data caches are clean
#   system registers                       have their values only after an ISB
. "$(dirname "$0")/../lib.sh"

# follow FILE FROM TO: prints what is missing between the lines that match FROM and TO.
follow() {
    awk -v from="$2" -v to="$3" '
        function missing(what) { print "line " FNR ": no " what " before: " $0 }
        $0 ~ from { inside = 1; written = 1; seen++ }
        !inside { next }
        {
            line = $0
            sub(/\/\*.*/, "", line)
            count = split(line, words, /"|\\n\\t|;/)
            for (i = 1; i <= count; i++) {
                text = words[i]
                sub(/^[ 0-9]*:?[ ]*/, "", text)
                if (text ~ /^(dc|LINES) /) {
                    if (written && text ~ /ivac/ && text !~ /civac/) missing("DSB")
                    maintained = cleaned = 1
                }
                if (text ~ /^(tlbi|ic) /) {
                    if (text ~ /^ic/ && cleaned && text_of_publish) missing("DSB")
                    maintained = 1
                }
                if (text ~ /^dsb /) written = maintained = cleaned = 0
                if (text ~ /^isb/) {
                    if (maintained) missing("DSB")
                    set = other = 0
                }
                if (text ~ /^msr +sctlr_el[12]/ && (maintained || set)) missing("DSB or ISB")
                if (text ~ /^msr +(cptr|cnthctl)_el2/ && hcr && set) missing("ISB")
                if (text ~ /^msr +hcr_el2/) hcr = 1
                if (text ~ /^msr +(mair|tcr|ttbr[01]|sctlr|hcr|scr|cptr)_el[123]/) set = 1
            }
        }
        $0 ~ to {
            if (maintained) missing("DSB")
            if (set) missing("ISB")
            inside = 0
        }
        END { if (seen != 1 || inside) print "nothing was followed" }
    ' text_of_publish="${4:-}" "$1"
}

# expect FILE FROM TO [PUBLISH]: nothing is missing; each barrier that is taken away is.
expect() {
    local file=$1 line lines found
    found=$(follow "$@")
    [ -z "$found" ] || fail "$file, $found"
    lines=$(awk -v from="$2" -v to="$3" '$0 ~ from { inside = 1 }
        inside && /(^|")[ ]*(dsb|isb)/ { print FNR } $0 ~ to { inside = 0 }' "$file")
    [ -n "$lines" ] || fail "$file has no barrier between $2 and $3"
    for line in $lines; do
        sed -E "$line s/(dsb|isb)( +[a-z]+)?/nop/" "$file" >"$work/without"
        [ -n "$(follow "$work/without" "$2" "$3" ${4+"$4"})" ] ||
            fail "$file:$line: this barrier is not missed, or the rules here are too few"
    done
}

expect loader/el1/level.S '^mmu_enable:' '^    ret'
expect loader/el2/level.S '^mmu_enable:' '^    ret'
expect loader/levels.S '^el3_configure:' '^    ret'
expect loader/levels.S '^el2_configure:' '^    ret'
expect loader/copy.c '^void instructions_publish' '^}' publish
