#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: an honest verdict of the demonstrations that judge what an SDK hands out,
# where nobody knows what that is: neither PASS, nor FAIL for a system that may well be correct; but
# what does not depend on the SDK is judged.
. "$(dirname "$0")/../lib.sh"
takes_turn 1
# shellcheck source=tests/variants/test.sh
. tests/variants/test.sh

variant_begin microkit_2_0 9.9.1
variant_build task3 task5
variant_boot task3
expect_line "$work/task3" '^warden: [?]     it has what it was given, with these rights'
expect_line "$work/task3" '^warden: [?]     physical timer: CNTP_CTL, _CVAL, _TVAL$'
expect_line "$work/task3" '^TASK3 UNKNOWN 55/57 checks; not known: what an SDK of version 9.9.1 h'
variant_boot task5
expect_line "$work/task5" '^client: [?]     capabilities: what it grants, no more, no less$'
expect_line "$work/task5" '^TASK5 UNKNOWN 37/38 checks; not known: what an SDK of version 9.9.1 h'

# A component with more memory than it was given has a mapping that no SDK explains.
evidence='<map mr="evidence" vaddr="0x5000000" perms="r" />'
sed "/name=\"prober\"/,/<map mr=\"board\"/s|<map mr=\"board\"|$evidence&|" \
    demos/task3/system_with_logger.xml >"$work/more.xml"
MICROKIT_SDK=$sdk "$sdk/bin/microkit" "$work/more.xml" --search-path "$work/short/build/task3" \
    --board "$board" --config debug -o "$work/more.img" -r "$work/more.txt" \
    >"$work/more.log" 2>&1 ||
    fail "$(head -n 1 "$work/more.log")"
boot "$work/more" "$work/more.img" '^TASK3 [A-Z]+ ' "$limit"
expect_line "$work/more" "^TASK3 FAIL [0-9]+ of 57 .* did not hold: the server's evidence page$"

# Versions: what each is taken for.
family() {
    echo "$1" >"$work/VERSION"
    scripts/sdk_family.sh "$work" | sed -n 's/^#define SDK_FAMILY //p'
}

for version in 2.0.1 2.3.0 2.3.1 2.0.1+bulkhead.0.1.0 2.1.0 2.2.0 2.4.0 20.0.1 '' $'2.3.0\r'; do
    echo "$version $(family "$version")"
done | tr -d '\r' >"$work/families"
expect_transcript "$work/families" <<'EOF'
2.0.1 SDK_MICROKIT_2_0
2.3.0 SDK_MICROKIT_2_3
2.3.1 SDK_MICROKIT_2_3
2.0.1+bulkhead.0.1.0 SDK_BULKHEAD
2.1.0 SDK_UNKNOWN
2.2.0 SDK_UNKNOWN
2.4.0 SDK_UNKNOWN
20.0.1 SDK_UNKNOWN
 SDK_UNKNOWN
2.3.0 SDK_MICROKIT_2_3
EOF
