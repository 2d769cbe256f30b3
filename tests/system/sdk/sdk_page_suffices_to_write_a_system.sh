#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a page from which a system can be written: its example is what is built and
# what that prints, it names each call and variable of microkit.h, and its neighbour each element
# and attribute that the tool knows; and the line of a pc, asked for as it says.
. "$(dirname "$0")/../lib.sh"

# shown WHAT: what the page has, fenced, between the marks for WHAT.
shown() {
    awk -v mark="<!-- $1 -->" '
        $0 == "<!-- end -->" { inside = 0 }
        inside && !/^```/ { print }
        $0 == mark { inside = 1 }' docs/sdk.md
}

for file in sum.system client.c server.c; do
    grep -v SPDX-License-Identifier "example/sum/$file" >"$work/$file"
    shown "example/sum/$file" | diff "$work/$file" - >"$work/difference" ||
        fail "docs/sdk.md does not show example/sum/$file: $(sed -n 2p "$work/difference")"
done

build_example sum debug
boot "$work/transcript" "$work/debug/loader.img" '^client: the server signals' "$limit"
shown 'example/sum output' | expect_transcript "$work/transcript"

grep -o 'microkit_[a-z0-9_]*(' libmicrokit/include/microkit.h | grep -v _internal_ | sort -u \
    >"$work/calls"
[ -s "$work/calls" ] || fail 'microkit.h has no calls'
while IFS= read -r call; do
    grep -qF "\`$call" docs/sdk.md || fail "docs/sdk.md does not name $call)"
done <"$work/calls"

# That of virtual machines, which are refused, is not explained.
awk '/^}/ { inside = 0 } inside; / rules\[\] = / { inside = 1 }' tool/sdf/sdf_schema.c |
    grep -o '"[a-z_]*"' | tr -d '"' | sort -u | grep -vx vcpu >"$work/words"
[ -s "$work/words" ] || fail 'tool/sdf/sdf_schema.c has no elements'
while IFS= read -r word; do
    grep -qF "\`$word\`" docs/description.md || fail "docs/description.md does not name $word"
done <"$work/words"

boot "$work/crash" "$build/test/crash/loader.img" '^survivor: still running$' "$limit"
pc=$(sed -n 's/^monitor:   pc  *\(0x[0-9a-f]*\) = write_through_null.*/\1/p' "$work/crash")
"${TARGET_SIZE/size/addr2line}" -f -i -e "$build/test/crash/crash.elf" "$pc" >"$work/line"
line=$(grep -n 'record->total = 42' tests/system/monitor/crash.c | cut -d : -f 1)
expect_line "$work/line" '^write_through_null$'
expect_line "$work/line" "crash\.c:$line\$"
