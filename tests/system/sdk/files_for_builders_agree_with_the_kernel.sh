#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: gen_config.json and platform_gen.json, from which others' builders learn what
# the C preprocessor finds in gen_config.h and what memory and devices the kernel hands out.
. "$(dirname "$0")/../lib.sh"

# A reader that is not ours.
# shellcheck disable=SC2046
$HOST_CC -std=c11 tests/tool/programs/json_check.c -o "$work/json_check" \
    $(scripts/host_flags.sh) -ljansson

# options FILE.json: lines `NAME VALUE`, of a file that is nothing but one object of such.
options() {
    sed -nE 's/^    "([A-Z0-9_]+)": ("([^"\\]*)"|true|false),?$/\1 \2/p' "$1" | tr -d '"' |
        sed 's/ true$/ 1/' | LC_ALL=C sort
}

for config in debug release benchmark; do
    include=$sdk/board/$board/$config/include
    json=$include/kernel/gen_config.json
    options "$json" | grep -v ' false$' >"$work/told"
    echo '#include <kernel/gen_config.h>' | $TARGET_CC -I"$include" -E -dM -xc - |
        sed -n 's/^#define CONFIG_\([A-Z0-9_]* .*\)/\1/p' | LC_ALL=C sort >"$work/meant"
    diff "$work/meant" "$work/told" >"$work/difference" ||
        fail "$config: gen_config.h and its JSON differ: $(sed -n 2p "$work/difference")"
    for file in "$json" "$sdk/board/$board/$config/platform_gen.json"; do
        "$work/json_check" <"$file" 2>"$work/why" || fail "$file:$(cat "$work/why")"
    done
    [ $(($(options "$json" | grep -c '') + 2)) -eq "$(grep -c '' "$json")" ] ||
        fail "$json: there is more than options"
    cmp "$sdk/board/$board/debug/platform_gen.json" "$sdk/board/$board/$config/platform_gen.json"
done
options "$sdk/board/$board/debug/include/kernel/gen_config.json" >"$work/options"
expect_line "$work/options" '^DEBUG_BUILD 1$'
expect_line "$work/options" '^ARM_HYPERVISOR_SUPPORT false$'

# ranges KIND: lines `START END` of platform_gen.json.
ranges() {
    awk -v kind="\"$1\":" '$1 ~ /^"/ { here = $1 == kind } here && /start/ { print $2, $4 }' \
        "$sdk/board/$board/debug/platform_gen.json" | tr -d ',}'
}

# build PAGE...: a system with these pages; the tool's word on it is in $work/NAME.log.
build() {
    local name=$1 page vaddr=0x10000000
    shift
    {
        echo '<system>'
        for page in "$@"; do
            echo "<memory_region name=\"at_$page\" size=\"0x1000\" phys_addr=\"$page\" />"
        done
        echo '<protection_domain name="hello"><program_image path="hello.elf" />'
        for page in "$@"; do
            echo "<map mr=\"at_$page\" vaddr=\"$((vaddr += 0x1000))\" perms=\"r\" />"
        done
        echo '</protection_domain></system>'
    } >"$work/$name.system"
    "$sdk/bin/microkit" "$work/$name.system" --search-path "$work/debug" --board "$board" \
        --config debug -o "$work/$name.img" -r "$work/$name.txt" >"$work/$name.log" 2>&1
}

build_example hello debug
end_of_boot='^(hello, world|initialiser: the system was not started)$'
{ ranges devices; ranges memory; } >"$work/ranges"
[ "$(ranges memory | grep -c '')" -ge 1 ] && [ "$(ranges devices | grep -c '')" -ge 2 ] ||
    fail 'platform_gen.json lists no memory, or not the devices on both sides of something'

# The first and the last page of each range; of memory, the kernel has the first itself.
set --
while read -r start end; do
    set -- "$@" $((end - 0x1000))
    [ "$(ranges memory | cut -d' ' -f1)" = "$start" ] || set -- "$@" "$start"
done <"$work/ranges"
build edges "$@" || fail "$(head -n 1 "$work/edges.log")"
boot "$work/edges" "$work/edges.img" "$end_of_boot" "$limit"
expect_line "$work/edges" '^hello, world$'

# And what lies between the ranges, nobody is given.
sort -n "$work/ranges" | while read -r start end; do
    if [ "${before:-$start}" != "$start" ]; then
        echo "$before"
    fi
    before=$end
done >"$work/gaps"
[ -s "$work/gaps" ] || fail 'platform_gen.json lists no device of the kernel'
while read -r page; do
    if build gap "$page"; then
        boot "$work/gap" "$work/gap.img" "$end_of_boot" "$limit"
        expect_line "$work/gap" '^initialiser: the system was not started$'
    fi
done <"$work/gaps"
