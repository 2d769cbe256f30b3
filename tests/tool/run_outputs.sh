#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the tool writes besides image and report: the capability distribution as JSON, which must
# agree with the report; an image as ELF; what a prover gets; the version.
set -u
. "$(dirname "$0")/lib.sh"
prepare outputs
# shellcheck disable=SC2046
${HOST_CC:-cc} -std=c11 "$tests/programs/json_check.c" -o json_check \
    $("$tests/../../scripts/host_flags.sh") -ljansson || exit 1
cp "$tests/legal/one_domain.system" one.system || exit 1

# The capabilities in the report and in the JSON, one a line: SLOT BADGE, sorted.
report_caps() {
    sed -n 's/^    slot \([0-9]*\) .*/\1 &/p' out/report.txt |
        sed -e 's/^\([0-9]*\) .* badge \(0x[0-9a-f]*\)$/\1 \2/' -e 's/^\([0-9]*\) .*slot.*/\1 0x0/' |
        sort
}
json_caps() {
    sed -n 's/^    {"cnode": .*"slot": \([0-9]*\), .*"badge": "\(0x[0-9a-f]*\)".*/\1 \2/p' out/caps |
        sort
}

for name in one_domain limits user_slots schedule ids_in_variables prefilled_regions maps \
    call_and_notify children fixed_regions_that_touch physical_timer; do
    cp "$tests/legal/$name.system" . || exit 1
    build "$name.system" --capdl-json out/caps
    if [ "$status" -ne 0 ] || ! ./json_check <out/caps; then
        fail "tool_writes_json_of_$name" "exit status $status, or not JSON: $PWD/out/caps"
    elif [ "$(json_caps)" != "$(report_caps)" ] || [ -z "$(json_caps)" ]; then
        fail "tool_writes_json_of_$name" "capabilities differ from the report's in $PWD/out"
    else
        pass "tool_writes_json_of_$name"
    fi
done

build physical_timer.system --capdl-json out/caps
timers=$(sed -n 's/.*"name": "\([a-z]*\)".*"timer": \([a-z]*\).*/\1 \2/p' out/caps | paste -s -d , -)
if [ "$timers" = 'driver true,listener false,parent true,child false' ]; then
    pass tool_writes_into_json_who_may_set_the_timer
else
    fail tool_writes_into_json_who_may_set_the_timer "it has '$timers'"
fi

sed 's/name="a"/name="a \&quot;quoted\&quot; \\ name"/' one.system >quoted.system
build quoted.system --capdl-json out/caps
if ./json_check <out/caps && grep -qF '"name": "a \"quoted\" \\ name: tcb"' out/caps; then
    pass tool_quotes_names_in_json
else
    fail tool_quotes_names_in_json "see $PWD/out/caps"
fi

build one.system --capdl-json out/report.txt
expect tool_refuses_one_file_for_report_and_json \
    "microkit: error: report and capability distribution are both 'out/report.txt'; expected two files"
build one.system --capdl-json out/no/caps
expect tool_writes_nothing_if_the_json_cannot_be_written \
    "microkit: error: cannot write 'out/no/caps': No such file or directory; expected a name in a folder that exists and may be written to"

printf '%s\n' '<system>' '<memory_region name="disk" prefill_path="disk.img"/>' \
    '<protection_domain name="a"><program_image path="pd.elf"/></protection_domain>' '</system>' \
    >filled.system
echo precious >disk.img
build filled.system --capdl-json disk.img
expect tool_does_not_overwrite_what_it_fills_memory_with \
    "microkit: error: output 'disk.img' is what 'disk.img' is read from; expected another file"
build filled.system --capdl-json ./programs/pd.elf
expect tool_does_not_overwrite_a_program \
    "microkit: error: output './programs/pd.elf' is what 'programs/pd.elf' is read from; expected another file"

build one.system --viper-output out/model.vpr
if [ "$status" -eq 0 ] && grep -q '^    ensures false$' out/model.vpr; then
    pass tool_leaves_nothing_that_a_prover_could_prove
else
    fail tool_leaves_nothing_that_a_prover_could_prove "see $PWD/out/model.vpr"
fi

build one.system --image-type binary
built tool_writes_a_binary out/loader.img
cp out/loader.img binary.img
build one.system --image-type elf
built tool_writes_an_elf_file out/loader.img
# The binary is the segment, one page behind the headers.
size=$(($(wc -c <binary.img)))
if [ "$(head -c 4 out/loader.img | tail -c 3)" = ELF ] &&
    tail -c +4097 out/loader.img | head -c "$size" | cmp -s - binary.img; then
    pass tool_writes_the_same_image_as_elf
else
    fail tool_writes_the_same_image_as_elf "see $PWD/out/loader.img and $PWD/binary.img"
fi
build one.system --image-type uimage
expect tool_says_that_uimage_is_for_another_processor \
    "microkit: error: image type 'uimage' is for RISC-V boards; expected 'binary' or 'elf'"
build one.system --image-type ELF
expect tool_names_the_image_types \
    "microkit: error: image type 'ELF' does not exist; expected 'binary' or 'elf'"

echo 2.3.0+test >sdk/VERSION
run --version
if [ "$status" -eq 0 ] && [ "$(cat stdout)" = 'microkit 2.3.0+test' ]; then
    pass tool_says_its_version
else
    fail tool_says_its_version "exit status $status: $(cat stdout stderr)"
fi
rm sdk/VERSION
run --version
expect tool_says_that_the_sdk_has_no_version \
    "microkit: error: $PWD/sdk/VERSION cannot be read: No such file or directory"

[ "$failures" -eq 0 ]
