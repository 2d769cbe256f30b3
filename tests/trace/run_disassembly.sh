#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that `make bench-trace` finds the function of each instruction, however the
# toolchain's objdump writes the instructions, and refuses a disassembly that is not of what ran.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=${BUILD:-build}/test/trace/disassembly
rm -rf "$work"
mkdir -p "$work" || exit 1

# disassembly FOLDER: of a kernel and of two programs at the same addresses, in which `@` stands
# before each instruction.
disassembly() {
    mkdir -p "$work/$1"
    printf '\nsel4.elf:     file format elf64\n\n%s\n%s\n' \
        'ffffffffc0000000 <vectors>:' 'ffffffffc0000000: @d503201f @nop' >"$work/$1/sel4.code"
    printf '0000000000001000 <yields>:\n    1000: @aa0103e1 @mov x1, x1\n%s\n' \
        '    1004: @d4000001 @svc #0x0' >"$work/$1/runner.code"
    printf '0000000000001000 <notified>:\n    1000: @8b010000 @add x0, x0, x1\n' \
        >"$work/$1/partner.code"
}

# table FOLDER: of counts in which each program and the kernel ran.
table() {
    awk -f bench/trace/trace.awk -v row=a_row -v figure=3.0 -v section=1 -v iterations=2 \
        "$work/$1"/sel4.code "$work/$1"/partner.code "$work/$1"/runner.code "$work/counts" \
        2>"$work/$1.err"
}

expected='a_row: 3.0 instructions in a repetition; the row says 3.0

by part
       1.5  50.0%  kernel entry
       1.0  33.3%  program runner
       0.5  16.7%  program partner

by function
       1.5  50.0%  kernel entry: vectors
       1.0  33.3%  program runner: yields
       0.5  16.7%  program partner: notified'

# shellcheck source=tests/verdict.sh
. tests/verdict.sh

printf '%s\n' 'section 1' 'ffffffffc0000000 7003 d503201f 3' '1000 7001 aa0103e1 1' \
    '1004 7001 d4000001 1' '1000 7002 8b010000 1' >"$work/counts"
disassembly words
for file in "$work"/words/*.code; do
    mkdir -p "$work/bytes"
    # LLVM 14 and older: as the bytes are in memory.
    sed 's/@\(..\)\(..\)\(..\)\(..\) @/\4 \3 \2 \1 /' "$file" >"$work/bytes/$(basename "$file")"
    tr '@' '	' <"$file" >"$file.new" && mv "$file.new" "$file"
done
verdict instructions_written_as_words_are_found "$expected" "$(table words)"
verdict instructions_written_as_bytes_are_found "$expected" "$(table bytes)"

cp -R "$work/words" "$work/other"
sed 's/d503201f/d503237f/' "$work/words/sel4.code" >"$work/other/sel4.code"
table other >/dev/null
verdict another_kernel_s_disassembly_is_refused \
    'error: a_row: the disassembly of sel4 has no d503201f at ffffffffc0000000' \
    "$(cat "$work/other.err")"
cp -R "$work/words" "$work/foreign"
cp "$work/foreign/runner.code" "$work/foreign/partner.code"
table foreign >/dev/null
verdict another_program_s_disassembly_is_refused \
    'error: a_row: no program has all instructions that were executed on page 7002' \
    "$(cat "$work/foreign.err")"
