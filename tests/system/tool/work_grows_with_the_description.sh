#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the tool's work grows with the description and no faster.  Of each kind of
# thing there is a number, twice and four times as many; the second doubling may add little more
# than twice the steps that the first one adds.  A step is a basic block of the tool's that is
# entered, a count that does not depend on how busy this machine is.
. "$(dirname "$0")/../lib.sh"

most=25 # tenths; twice is linear, searching by halves adds one, four times is quadratic

# describe KIND COUNT: prints a system with so many things of the kind.
describe() {
    awk -v kind="$1" -v count="$2" '
        function begin(name) {
            printf "<protection_domain name=\"%s\" priority=\"%d\">\n", name, ++domains
            print "<program_image path=\"p.elf\"/>"
        }
        function end() { print "</protection_domain>" }
        function all(n, prefix, i) { for (i = 0; i < n; i++) { begin(prefix i); end() } }
        function region(i, more) {
            printf "<memory_region name=\"r%d\" size=\"0x2000\" %s/>\n", i, more
        }
        # From both ends to the middle: no order that helps.
        function address(i) {
            i = int(i % 2 == 0 ? (count - i) / 2 : (count + i + 1) / 2)
            return sprintf("phys_addr=\"0x5%04x000\"", 3 * i)
        }
        function map(name, i, more) {
            printf "<map mr=\"%s\" vaddr=\"0x1%07x000\" %s/>\n", name, i * 4, more
        }
        # One device with all maps, or a map of each.
        function device(i, maps, m) {
            printf "<io_address_space name=\"e%d\" peripheral_id=\"%d\" ", i, i
            printf "domain_id=\"%d\">\n", i
            for (m = 0; m < maps; m++)
                printf "<iomap mr=\"r0\" iovaddr=\"0x1%06x000\"/>\n", m * 4
            print "</io_address_space>"
        }
        function each(i) {
            if (kind == "regions") map("r" i, i, "")
            if (kind == "maps") map("r0", i, "")
            if (kind == "unknown_regions") map("s" i, i, "")
            if (kind == "warnings") map("r0", i, "perms=\"rx\" cached=\"false\"")
            if (kind == "variables") map("r0", i, "setvar_vaddr=\"v" i "\"")
            if (kind == "addresses") printf "<setvar symbol=\"v%d\" region_paddr=\"r%d\"/>\n", i, i
            if (kind == "interrupts") printf "<irq irq=\"%d\" id=\"%d\"/>\n", 32 + i, int(i / 8)
        }
        BEGIN {
            print "<system>"
            many_regions = kind ~ /^(regions|addresses|fixed_regions)$/
            for (i = many_regions ? count - 1 : 0; i >= 0; i--)
                region(i, kind != "fixed_regions" ? "" : address(i))
            if (kind ~ /^(devices|iomaps)$/)
                print "<memory_region name=\"tables\" prefill_iommu=\"true\"/>"
            if (kind == "iomaps") device(0, count)
            for (i = 0; kind == "devices" && i < count; i++) device(i, 1)
            if (kind == "domains") all(count, "d")
            if (kind == "channels") all(63, "d")
            for (a = 1; kind == "channels" && a < 63; a++)
                for (b = 0; b < a && made < count; b++) {
                    printf "<channel><end pd=\"d%d\" id=\"%d\"/>", a, id[a]++
                    printf "<end pd=\"d%d\" id=\"%d\" pp=\"true\"/></channel>\n", b, id[b]++
                    made++
                }
            for (d = 0; kind !~ /^(domains|channels)$/ && d < 8; d++) {
                begin("d" d)
                for (i = d; i < count; i += kind ~ /^(variables|addresses)$/ ? 1 : 8)
                    if (d == 0 || kind !~ /^(variables|addresses)$/) each(i)
                end()
            }
            print "</system>"
        }'
}

# program COUNT: makes p.elf, a program with so many variables.
program_with() {
    awk -v count="$1" 'BEGIN {
        print "#include <microkit.h>\nvoid init(void) {}\nvoid notified(microkit_channel c) {}"
        for (i = 0; i < count; i++) printf "unsigned long v%d = 1;\n", i
    }' >"$work/p.c"
    $TARGET_CC -ffreestanding -nostdlib -fno-pie -no-pie -I"$files/include" "$work/p.c" \
        -L"$files/lib" -lmicrokit -Tmicrokit.ld -o "$work/p.elf"
}

# steps KIND COUNT STATUS: prints how many the tool takes until it ends with this status.
steps() {
    local status=0
    describe "$1" "$2" >"$work/$1.system"
    MICROKIT_SDK=$sdk "$build/test/tool/microkit-stepping" "$work/$1.system" \
        --search-path "$work" --board $board --config debug \
        -o "$work/image" -r "$work/report" 2>"$work/messages" || status=$?
    [ $status -eq "$3" ] || fail "$2 $1: status $status, $(head -n 1 "$work/messages")"
}

# grows KIND COUNT [STATUS]: with the number, its double and its fourfold.
grows() {
    local kind=$1 times count steps before=0 more=0
    for times in 1 2 4; do
        count=$((times * $2))
        case $kind in
        variables | addresses) program_with $count ;;
        esac
        steps=$(steps "$kind" $count "${3:-0}")
        echo "$count $kind: $steps steps"
        [ $times -lt 4 ] || [ $((10 * (steps - before))) -le $((most * more)) ] ||
            fail "$kind: after $more for $((count / 4)) more, $((steps - before)) for twice as many"
        more=$((steps - before))
        before=$steps
    done
}

files=$sdk/board/$board/debug
program_with 1
grows domains 15
grows channels 480
grows regions 400
grows fixed_regions 400
grows maps 1000
grows interrupts 32
grows variables 250
grows addresses 250
grows devices 200
grows iomaps 1000
grows warnings 1000
grows unknown_regions 1000 1
