#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The boards' facts: mistakes in them are reported where they are, and the tool makes no image for a
# board of which it has none.
set -u
. "$(dirname "$0")/../lib.sh"
prepare boards
cp "$tests/legal/one_domain.system" one.system || exit 1
boards=$tests/../../kernel/board

# facts NAME LINE...: what boards.sh says of a board with these lines; fails if it accepts them.
facts() {
    local name=$1
    shift
    mkdir -p "facts/$name" || exit 1
    printf '%s\n' "$@" >"facts/$name/board.txt"
    (cd "$boards/../.." && kernel/board/boards.sh "$OLDPWD/made" "$OLDPWD/facts/$name/board.txt") \
        >stdout 2>stderr
}

# says NAME EXPECTED: the last facts were refused in these words.
says() {
    if grep -qF -- "$2" stderr; then
        pass "$1"
    else
        fail "$1" "no line '$2' in $PWD/stderr"
    fi
}

like='like qemu_virt_aarch64_el1'
facts good "$like" 'ram 0x1000_0000 1' && fail boards_refuse_what_is_no_number accepted
says boards_refuse_what_is_no_number "good/board.txt:2: '0x1000_0000' is no number, expected one as"
facts word "$like" '' 'rem 0 4096' && fail boards_refuse_a_word_that_is_no_fact accepted
says boards_refuse_a_word_that_is_no_fact "word/board.txt:3: 'rem' is no fact of a board; expected"
facts count "$like" 'gic 0x1000' && fail boards_refuse_a_fact_with_too_few_values accepted
says boards_refuse_a_fact_with_too_few_values "count/board.txt:2: 'gic' has 1 values, expected 2"
facts level "$like" 'exception_level 3' && fail boards_refuse_a_level_of_no_kernel accepted
says boards_refuse_a_level_of_no_kernel "level/board.txt:2: '3' is no exception level of a kernel"
facts lacks 'ram 0 4096' && fail boards_say_what_is_missing accepted
says boards_say_what_is_missing "board/lacks/board.txt:1: no line 'timer_hz'"
facts early 'like late' && fail boards_are_like_earlier_ones_only accepted
says boards_are_like_earlier_ones_only "early/board.txt:1: 'late' is no board whose name sorts"
if facts fine "$like" 'timer_hz 1000000' &&
    grep -q 'TIMER_HZ 1000000ull' made/fine/board_devices.h &&
    grep -q 'GICD_PADDR 0x08000000ull' made/fine/board_devices.h; then
    pass boards_replace_facts_of_the_one_that_they_are_like
else
    fail boards_replace_facts_of_the_one_that_they_are_like "see $PWD/stderr"
fi

cp -R sdk/board/test sdk/board/stranger || exit 1
run one.system --board stranger --config debug --search-path programs -o out/l -r out/r
expect tool_refuses_a_board_whose_facts_it_does_not_have \
    "microkit: error: the SDK has a board 'stranger', of which this tool does not know memory,$(
    ) interrupts and timer; expected a tool that was built with it"

cp -R sdk/board/test sdk/board/rpi4b_2gb || exit 1
cp "$tests/legal/io_address_spaces.system" spaces.system || exit 1
printf '%s\n' '<system><memory_region name="tables" prefill_iommu="true" />' \
    '<protection_domain name="p"><program_image path="pd.elf" />' \
    '<map mr="tables" vaddr="0x4000000" perms="r" /></protection_domain></system>' >tables.system
for what in spaces:3:5 tables:1:9; do
    name=${what%%:*}
    run "$name.system" --board rpi4b_2gb --config debug --search-path programs -o out/l -r out/r
    expect "tool_refuses_${name}_of_an_iommu_where_the_board_has_none" \
        "$name.system:${what#*:}: error: nothing on the board 'rpi4b_2gb' can hold a device to$(
        ) what a description says; expected no io_address_space and no prefill_iommu, or a$(
        ) board with an SMMU"
done

[ "$failures" -eq 0 ]
