#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a system that the tool accepts boots, and one that it refuses would not.  The
# limits are found with the tool.  The largest system of each kind boots, with region r0 where the
# report says; the next one is refused with a sentence that names the limit, and a tool without the
# forecast makes an image of it that stops.  Then come random systems around the limits.
. "$(dirname "$0")/../lib.sh"
takes_turn 2

# Most limits are numbers of capability slots: a kernel that gives 2^13 of them instead of 2^17 has
# the same ones with smaller images.
small=$(cd "$work" && pwd)/small
small_kernel=$small/sdk/board/$board
parts=
for config in debug release; do
    parts="$parts $small_kernel/$config/elf/sel4.elf"
    parts="$parts $small_kernel/$config/include/kernel/gen_config.h"
done
# shellcheck disable=SC2086  # names without blanks
make_afresh -j2 BUILD="$small" ROOT_CNODE_BITS=13 $parts >"$work/small.log" 2>&1 ||
    fail "$(tail -n 1 "$work/small.log") (in $work/small.log)"
kernel= # the folder of another one than the SDK's

# describe DOMAINS PROGRAM ATTRIBUTES...: prints a system with a region of each of the ATTRIBUTES,
# r0 and so on, mapped in DOMAINS domains of PROGRAM.  The last domain says that all of them run.
describe() {
    local domains=$1 program=$2 count=0 map attributes domain
    shift 2
    printf '%s\n' '<system>' '<memory_region name="uart" size="0x1000" phys_addr="0x9000000"/>'
    for attributes; do
        printf '<memory_region name="r%d" %s/>\n' $count "$attributes"
        count=$((count + 1))
    done
    for ((domain = 0; domain < domains; domain++)); do
        printf '<protection_domain name="d%d" priority="2"><program_image path="%s"/>\n' \
            $domain "$program"
        for ((map = 0; map < count; map++)); do
            printf '<map mr="r%d" vaddr="0x%x000000000"/>\n' $map $((map + 1))
        done
        echo '</protection_domain>'
    done
    printf '%s\n' '<protection_domain name="last" priority="1"><program_image path="limits.elf"/>' \
        '<map mr="uart" vaddr="0x4000000" cached="false" setvar_vaddr="uart_vaddr"/>' \
        '<setvar symbol="r0_paddr" region_paddr="r0"/></protection_domain></system>'
}

# build TOOL CONFIG IMAGE: of $work/now.system.
build() {
    MICROKIT_SDK=$sdk "$1" "$work/now.system" --search-path "$build/test/limits-$2" "$work" \
        --board $board --config "$2" ${kernel:+--override-kernel "$kernel/$2/elf/sel4.elf"} \
        -o "$3" -r "$3.txt" 2>"$work/messages"
}

# accepts KIND NUMBER: does the tool make $work/now.img of the system that `KIND NUMBER` prints?
config=debug
accepts() {
    "$@" >"$work/now.system"
    build "$sdk/bin/microkit" $config "$work/now.img"
}

# What initial task, kernel and loader say when they stop.
stopped='^initialiser: the system was not started|^boot: |cannot start this image'

# boots IMAGE: it does, and the first page of r0 is where the report has r0.  (Addresses there have
# one length, so they compare as texts.)
boots() {
    local at
    boot "$work/transcript" "$1" "^LIMITS r0 is at|$stopped" "$limit"
    at=$(sed -n 's/^LIMITS r0 is at //p' "$work/transcript")
    awk -v at="$at" '/^Physical memory when/ { on = 1 } /^$/ { on = 0 }
        on && / region r0$/ && $1 <= at && at < $3 { found = 1 }
        END { exit !found }' "$1.txt" || fail "r0 is at $at, but not in $1.txt ($(describe_now))"
}

describe_now() {
    grep '<memory_region name="r' "$work/now.system" | tr '\n' ' '
}

# would_not_boot SENTENCE: the system that was refused, with this sentence, really stops at boot.
would_not_boot() {
    grep -m 1 'error: ' "$work/messages" | grep -q -e "$1" ||
        fail "$(describe_now): $(head -n 1 "$work/messages"), expected: $1"
    build "$build/test/tool/microkit-forcing" debug "$work/forced.img" ||
        fail "the tool without a forecast refuses, too: $(head -n 1 "$work/messages")"
    boot "$work/transcript" "$work/forced.img" "^LIMITS|$stopped" "$limit"
    ! grep -q '^LIMITS' "$work/transcript" || fail "refused, but it boots: $(describe_now)"
}

# too_many: of how many slots $work/now.system needs more than there are, as the tool says; 0 if it
# is refused for another reason.
too_many() {
    awk '/ need [0-9]+ capability slots of the initial task, which has [0-9]+ / {
        sub(/.* need /, ""); need = $1; sub(/.* which has /, ""); print need - $1; found = 1; exit }
        END { if (!found) print 0 }' "$work/messages"
}

# find_limit KIND LOW HIGH: sets `low`, the last that is accepted, and `high`, the next; LOW is
# accepted.  Where the tool says how much is too much, it is looked for there: `over` slots were too
# many at `high`, and each number takes `rise` / `run` of them.  Otherwise in the middle.
find_limit() {
    local kind=$1 guess over=0 last=0 rise=1 run=1 step=0
    low=$2
    high=$3
    guess=$((high - 1))
    while [ $((high - low)) -gt 1 ]; do
        if accepts "$kind" $guess; then
            low=$guess
            guess=$((low + step))
            step=$((step * 2))
        else
            over=$(too_many)
            if [ "$over" -gt 0 ] && [ $last -gt "$over" ]; then
                rise=$((last - over))
                run=$((high - guess))
            fi
            high=$guess
            last=$over
            step=$((over > 0))
            guess=$((high - (over * run + rise - 1) / rise))
        fi
        if [ $guess -le "$low" ] || [ $guess -ge "$high" ]; then
            guess=$(((low + high) / 2))
        fi
    done
}

# exact KIND LOW HIGH SENTENCE: LOW is accepted; HIGH is refused, with this sentence.
exact() {
    local kind=$1 low=$2 high=$3
    accepts "$kind" "$low" || fail "$kind $low: $(head -n 1 "$work/messages")"
    find_limit "$kind" "$low" "$high"
    accepts "$kind" "$low" || fail "$kind $low: refused the second time"
    boots "$work/now.img"
    ! accepts "$kind" "$high" || fail "$kind $high: accepted the second time"
    # A release build stops without a word.
    [ $config = release ] || would_not_boot "$4"
    echo "$kind ($config, ${kernel:+other }kernel): $low" >>"$work/limits"
}

# --- the kinds

small_pages() {
    describe 1 limits.elf "size=\"$(($1 * 0x1000))\" page_size=\"0x1000\""
}

pages_of_two_domains() {
    describe 2 limits.elf "size=\"$(($1 * 0x1000))\" page_size=\"0x1000\""
}

large_pages() {
    describe 1 limits.elf "size=\"$(($1 * 0x200000))\""
}

# A file of that many pages, nothing of which has to be on the disk.
prefilled_pages() {
    dd if=/dev/null of="$work/file" bs=4096 seek="$1" count=0 2>/dev/null
    describe 1 limits.elf 'prefill_path="file"'
}

# zeros SECTION PAGES: a program with that much more in .bss or .data.
zeros() {
    printf '.section .%s\n.skip %d\n' "$1" $(($2 * 0x1000)) >"$work/zeros.S"
    # shellcheck disable=SC2086  # a compiler of several words
    $TARGET_CC -c "$work/zeros.S" -o "$work/zeros.o" &&
        $TARGET_LD -L"$sdk/board/$board/debug/lib" "$work/zeros.o" \
            "$build/obj/test/limits-debug/tests/system/tool/limits.c.o" -lmicrokit -Tmicrokit.ld \
            -o "$work/zeros.elf" || fail "zeros.elf cannot be made"
    describe 1 zeros.elf 'size="0x1000"'
}

zero_pages() {
    zeros bss "$1"
}

data_pages() {
    zeros data "$1"
}

at_page() {
    describe 1 limits.elf "size=\"0x1000\" phys_addr=\"$(($1 * 0x1000))\""
}

down_to_the_kernel() {
    at_page $((0x40100 - $1))
}

up_to_the_programs() {
    at_page $((0x70000 + $1)) # over the loader, which has done its work then
}

up_to_the_kernel_s_objects() {
    at_page $((0xbf700 + $1))
}

down_from_the_end_of_memory() {
    at_page $((0xc0000 - $1))
}

up_to_the_interrupt_controller() {
    at_page $((0x07ff0 + $1))
}

few=256 # pages that are never too many
slots='capability slots of the initial task, which has'
kernel=$small_kernel
exact small_pages $few 8192 "$slots"
exact pages_of_two_domains $few 8192 "$slots"
exact prefilled_pages $few 8192 "$slots"
exact zero_pages $few 8192 "$slots"
exact data_pages $few 8192 "$slots"
config=release
exact small_pages $few 8192 "$slots"
exact prefilled_pages $few 8192 "$slots"
kernel=
exact small_pages $few 131072 "$slots"
config=debug
exact large_pages 1 1024 'no memory is left for'
exact down_to_the_kernel 0 208 'lies where the kernel runs'
exact up_to_the_programs 0 48 'lies where the programs are loaded'
exact up_to_the_kernel_s_objects 0 384 "lies where the kernel has the initial task's objects"
exact down_from_the_end_of_memory 0 1023 "lies where the kernel has the initial task's objects"
exact up_to_the_interrupt_controller 0 16 'lies where the interrupt controller is'

# --- systems around all limits at once, the same in every run

seed=10
# random LIMIT: sets `number`, from 0 to LIMIT - 1.
random() {
    seed=$(((seed * 1103515245 + 12345) & 0x7fffffff))
    number=$(((seed >> 8) % $1))
}

# random_region SLOTS: sets `attributes`: pages for some of the slots.
random_region() {
    local pages bytes=0x1000
    random "$1"
    pages=$((1 + number))
    random 4
    if [ "$number" -eq 0 ]; then
        bytes=0x200000
        pages=$((1 + pages / 8)) # 1024 of these are all there is
    fi
    attributes="size=\"$((pages * bytes))\" page_size=\"$bytes\""
}

# random_place: sets `page` to one around the kernel, the image, its objects, or the end of memory.
random_place() {
    local around=(0x40000 0x70000 0xbf800 0xc0000)
    random 4
    page=${around[number]}
    random 0x100
    page=$((page + number - 0x80))
}

# Up to four regions, of which the first may be at a fixed place.
random_system() {
    local more domains first
    random 2
    domains=$((1 + number))
    random 4
    more=$number
    random 64
    first="size=\"$((0x1000 + number * 0x1000))\" page_size=\"0x1000\""
    random 2
    if [ "$number" -eq 0 ]; then
        random_place
        first="$first phys_addr=\"$((page * 0x1000))\""
    fi
    set -- "$first"
    while [ $# -le "$more" ]; do
        random_region $((24000 / domains / more))
        set -- "$@" "$attributes"
    done
    describe $domains limits.elf "$@" >"$work/now.system"
}

accepted=0
refused=0
for count in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
    kernel=$small_kernel
    [ $((count % 4)) -ne 0 ] || kernel=
    random_system
    if build "$sdk/bin/microkit" debug "$work/now.img"; then
        accepted=$((accepted + 1))
        boots "$work/now.img"
    else
        refused=$((refused + 1))
        would_not_boot "$slots\|no memory is left for\|lies where "
    fi
done
[ $accepted -ge 4 ] && [ $refused -ge 4 ] ||
    fail "of the random systems $accepted were accepted and $refused refused: not enough of each"
