#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Virtual machines on a board whose kernel is at EL2: what the tool refuses, in which words, and
# what it makes of what is right.
set -u
. "$(dirname "$0")/../lib.sh"
prepare machines

# describe VMM_ATTRIBUTES BODY [MORE]: a system with the PD `vmm`, whose contents BODY is.
describe() {
    printf '%s\n' '<system>' '<memory_region name="ram" size="0x10_000_000"/>' \
        '<memory_region name="page" size="0x1000"/>' \
        '<memory_region name="gicv" size="0x1000" phys_addr="0x8040000"/>' \
        '<memory_region name="kept" size="0x20000000" phys_addr="0x40000000"/>' \
        "<protection_domain name=\"vmm\" $1><program_image path=\"pd.elf\"/>" "$2" \
        '</protection_domain>' "${3-}" '</system>' >now.system
}

# make BOARD: of what was described last.
make() {
    rm -rf out && mkdir out || exit 1
    "$TOOL" now.system --board "$1" --config debug -o out/loader.img -r out/report.txt \
        --capdl-json out/caps.json --diagram out/diagram.dot --search-path programs >stdout \
        2>stderr </dev/null
    status=$?
}

# refuse NAME MESSAGE BODY [VMM_ATTRIBUTES [MORE]]: the first error is MESSAGE.
refuse() {
    local told
    describe "${4-}" "$3" "${5-}"
    make test_el2
    told=$(sed -n 's/^now.system:[0-9:]* error: //p' stderr | head -n 1)
    if [ "$status" -eq 1 ] && [ "$told" = "$2" ] && [ -z "$(ls -A out)" ]; then
        pass "tool_refuses_$1"
    else
        fail "tool_refuses_$1" "exit status $status: $told"
    fi
}

# vm CONTENTS [ATTRIBUTES]
vm() {
    echo "<virtual_machine name=\"linux\" ${2-}>$1</virtual_machine>"
}
one='<vcpu id="0"/>'
range='is out of range; expected'

refuse machine_without_vcpu "a virtual machine without 'vcpu'; expected one or more" "$(vm '')"
refuse machine_without_name "'virtual_machine' needs an attribute 'name'; expected name=\"...\"" \
    "<virtual_machine>$one</virtual_machine>"
refuse machine_name_empty 'name is empty; expected a text' \
    "<virtual_machine name=\"\">$one</virtual_machine>"
long=nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn
refuse machine_name_too_long 'the name is 64 bytes long; expected at most 63' \
    "<virtual_machine name=\"$long\">$one</virtual_machine>"
refuse machine_twice "'vmm' has two virtual machines; expected at most one" \
    "$(vm "$one")<virtual_machine name=\"b\"><vcpu id=\"1\"/></virtual_machine>"
refuse machine_names_twice "two virtual machines are named 'linux'; expected different names" \
    "$(vm "$one")" '' \
    "<protection_domain name=\"b\"><program_image path=\"pd.elf\"/>$(vm "$one")</protection_domain>"
refuse machine_at_top_level \
    "element 'virtual_machine' is not allowed in 'system'; expected it in 'protection_domain'" \
    '' '' "$(vm "$one")"
refuse machine_attribute_unknown \
    "unknown attribute 'passive' of 'virtual_machine'; expected one of 'name', 'priority',$(
    ) 'budget', 'period'" "$(vm "$one" 'passive="true"')"
refuse machine_element_misplaced \
    "element 'irq' is not allowed in 'virtual_machine'; expected it in 'protection_domain'" \
    "$(vm "$one<irq irq=\"33\" id=\"1\"/>")"
refuse machine_program \
    "element 'program_image' is not allowed in 'virtual_machine'; expected it in$(
    ) 'protection_domain'" "$(vm "$one<program_image path=\"pd.elf\"/>")"
refuse machine_priority_too_high "priority 255 $range 0 to 254" "$(vm "$one" 'priority="255"')"
refuse machine_priority_not_a_number \
    "priority \"high\" is not a number; expected decimal digits, or hexadecimal after 0x" \
    "$(vm "$one" 'priority="high"')"
refuse machine_budget_too_short "budget 19 $range 20 to 36893488147419 microseconds" \
    "$(vm "$one" 'budget="19"')"
refuse machine_budget_longer_than_period \
    'the budget of 2000 us is longer than the period of 1999 us; expected budget <= period' \
    "$(vm "$one" 'budget="2000" period="1999"')"
refuse machine_period_too_long "period 36893488147420 $range 20 to 36893488147419 microseconds" \
    "$(vm "$one" 'budget="40" period="36893488147420"')"

refuse vcpu_without_id "'vcpu' needs an attribute 'id'; expected id=\"...\"" "$(vm '<vcpu/>')"
refuse vcpu_id_too_large "id 62 $range 0 to 61" "$(vm '<vcpu id="62"/>')"
refuse vcpu_id_negative \
    "id \"-1\" is not a number; expected decimal digits, or hexadecimal after 0x" \
    "$(vm '<vcpu id="-1"/>')"
twice='child or vcpu id 3 is used twice; expected one that is free from 0 to 61'
refuse vcpu_id_twice "$twice" "$(vm '<vcpu id="3"/><vcpu id="3"/>')"
child='<protection_domain name="c" id="3"><program_image path="pd.elf"/></protection_domain>'
refuse vcpu_id_of_a_child "$twice" "$child$(vm '<vcpu id="3"/>')"
refuse child_id_of_a_vcpu \
    'child id 3 is used twice; expected one that is free from 0 to 61' \
    "$(vm '<vcpu id="3"/>')$child"
refuse vcpu_of_another_core \
    "there is no cpu 1: this SDK's kernel runs on one core; expected cpu=\"0\"" \
    "$(vm '<vcpu id="0" cpu="1"/>')"
refuse vcpu_attribute_unknown \
    "unknown attribute 'priority' of 'vcpu'; expected one of 'id', 'cpu', 'setvar_id'" \
    "$(vm '<vcpu id="0" priority="1"/>')"
refuse vcpu_outside_of_a_machine \
    "element 'vcpu' is not allowed in 'protection_domain'; expected it in 'virtual_machine'" "$one"
refuse vcpu_setvar_missing \
    "programs/pd.elf has no symbol 'nobody'; expected a variable of that name" \
    "$(vm '<vcpu id="0" setvar_id="nobody"/>')"
refuse vcpu_setvar_of_the_library \
    "symbol 'microkit_pps' is libmicrokit's own; expected a variable of the program" \
    "$(vm '<vcpu id="0" setvar_id="microkit_pps"/>')"

refuse machine_map_region_unknown "no memory region is named 'rom'; did you mean 'ram'?" \
    "$(vm "$one<map mr=\"rom\" vaddr=\"0\"/>")"
refuse machine_map_without_vaddr "'map' needs an attribute 'vaddr'; expected vaddr=\"...\"" \
    "$(vm "$one<map mr=\"ram\"/>")"
refuse machine_map_unaligned \
    "vaddr 0x40000800 is not aligned to the pages of 'page'; expected a multiple of 0x1000" \
    "$(vm "$one<map mr=\"page\" vaddr=\"0x40000800\"/>")"
beyond="is beyond the physical addresses that 'linux' has; expected an end of at most 0x10000000000"
refuse machine_map_beyond_40_bits "'page' (0x1000 bytes) at 0x10000000000 $beyond" \
    "$(vm "$one<map mr=\"page\" vaddr=\"0x100_0000_0000\"/>")"
refuse machine_map_across_40_bits "'ram' (0x10000000 bytes) at 0xfff0200000 $beyond" \
    "$(vm "$one<map mr=\"ram\" vaddr=\"0xff_f020_0000\"/>")"
refuse machine_maps_overlap \
    "map of 'page' at 0x40001000 to 0x40002000 overlaps 'ram'; expected an address where 0x1000$(
    ) bytes are free" \
    "$(vm "$one<map mr=\"ram\" vaddr=\"0x40000000\"/><map mr=\"page\" vaddr=\"0x40001000\"/>")"
refuse machine_map_write_only \
    "perms \"w\": no page is writable without being readable; expected 'rw'" \
    "$(vm "$one<map mr=\"page\" vaddr=\"0\" perms=\"w\"/>")"
refuse machine_map_perms_unknown \
    "perms \"rwX\" are not permissions; expected letters of 'r', 'w' and 'x'" \
    "$(vm "$one<map mr=\"page\" vaddr=\"0\" perms=\"rwX\"/>")"
refuse machine_map_cached_not_boolean \
    "cached \"no\" is not a boolean; expected 'true' or 'false'" \
    "$(vm "$one<map mr=\"page\" vaddr=\"0\" cached=\"no\"/>")"
for setvar in setvar_vaddr setvar_size setvar_prefill_size; do
    refuse machine_map_with_$setvar \
        "attribute '$setvar' is not allowed in a virtual machine, which has no symbols; expected$(
        ) it in a protection domain" \
        "$(vm "$one<map mr=\"page\" vaddr=\"0\" $setvar=\"x\"/>")"
done
refuse machine_map_of_the_iommus_tables \
    "'linux' could change the tables of the IOMMU, and with them what devices reach; expected$(
    ) perms=\"r\"" "$(vm "$one<map mr=\"t\" vaddr=\"0\"/>")" '' \
    '<memory_region name="t" prefill_iommu="true"/>'

refuse irq_of_the_kernels_timer_at_el2 "irq 26 is the kernel's own timer; expected another" \
    '<irq irq="26" id="1"/>'
for irq in 25 27; do
    refuse irq_${irq}_of_virtual_machines \
        "irq $irq is of virtual machines, for which the kernel keeps it; expected another" \
        "<irq irq=\"$irq\" id=\"1\"/>"
done
refuse smc_not_boolean "smc \"yes\" is not a boolean; expected 'true' or 'false'" '' 'smc="yes"'
refuse map_beyond_40_bits_at_el2 \
    "'page' (0x1000 bytes) at 0xffffffb000 reaches into the stack of 'vmm' or beyond; expected an$(
    ) end of at most 0xffffffb000" '<map mr="page" vaddr="0xffffffb000"/>'

# A guest as a Linux needs it, and a board that has none.
guest=$(vm '<vcpu id="0"/><vcpu id="61" setvar_id="buffer_vaddr"/>
<map mr="ram" vaddr="0x40000000" perms="rwx"/>
<map mr="gicv" vaddr="0x8010000" perms="rw" cached="false"/>' 'priority="100"')
own='<map mr="ram" vaddr="0x40000000" perms="rw"/><irq irq="33" id="1"/>'
describe 'priority="200" smc="true" budget="100" period="400"' "$guest$own"
make test_el2
if [ "$status" -eq 0 ] && ! [ -s stderr ]; then
    pass tool_takes_a_guest_as_linux_is
else
    fail tool_takes_a_guest_as_linux_is "exit status $status: $(head -n 1 stderr)"
fi

# reports NAME LINES...: they are in the file.
reports() {
    local name=$1 file=$2 line
    shift 2
    for line; do
        if ! grep -qF -- "$line" "$file"; then
            fail "$name" "no '$line' in $file of $PWD"
            return
        fi
    done
    pass "$name"
}
reports tool_reports_a_virtual_machine out/report.txt \
    "Virtual machine 'linux' of 'vmm', which starts it" \
    '  scheduling   priority 100, budget of each vcpu 1000 us in each 1000 us' \
    '  vcpu 0       faults go to vmm: endpoint, badge 0x4000000000000000' \
    '  vcpu 61      faults go to vmm: endpoint, badge 0x400000000000003d' \
    '    0x000040000000 to 0x000050000000   268435456 bytes  rwx  cached    region ram' \
    '    0x000008010000 to 0x000008011000        4096 bytes  rw-  uncached  region gicv' \
    '    slot 7    SMC            secure monitor calls' \
    '    slot 266  TCB            guest linux: vcpu 0 tcb' \
    '    slot 327  TCB            guest linux: vcpu 61 tcb' \
    '    slot 330  VCPU           guest linux: vcpu 0' \
    '    slot 391  VCPU           guest linux: vcpu 61' \
    '  may call the firmware' \
    '  stack        0xffffffc000 to 0xffffffe000' \
    '    buffer_vaddr = 0x3d' '  frames               region ram, 128 of 0x200000 bytes, zeroed' \
    'bytes  virtual CPUs'
reports tool_draws_a_virtual_machine out/diagram.dot \
    '"guest linux" [label="guest linux\npriority 100\nvcpu 0, 61", peripheries=2]' \
    '"pd vmm" -> "guest linux" [style=dashed]' '[label="rwx", fontcolor="#27698f"]' \
    '"guest linux" -> "map '
reports tool_lists_virtual_cpus_as_json out/caps.json \
    '"name": "guest linux: vcpu 61", "type": "vcpu"' '"type": "smc"' \
    '"name": "linux vcpu 61", ' '"started": false' '"started": true'

make test
if [ "$status" -eq 1 ] && grep -q "error: virtual machines need a kernel that runs at EL2, and \
that of board 'test' runs at EL1; expected --board qemu_virt_aarch64_el2$" stderr; then
    pass tool_names_a_board_that_has_virtual_machines
else
    fail tool_names_a_board_that_has_virtual_machines "exit status $status: $(head -n 1 stderr)"
fi

describe '' "$(vm "$one")"
make test_el2
if [ "$status" -eq 0 ] && grep -q "warning: 'linux' has no memory: a guest that is started faults \
at its first instruction$" stderr; then
    pass tool_warns_of_a_guest_without_memory
else
    fail tool_warns_of_a_guest_without_memory "exit status $status: $(head -n 1 stderr)"
fi

[ "$failures" -eq 0 ]
