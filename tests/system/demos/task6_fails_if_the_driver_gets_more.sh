#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the demonstration can fail.  Each variant of the system description gives
# the driver a page that is not its own, or iommu an interrupt less; the verdict must name the check
# that notices.  And on a machine without the device, or without an SMMU, it says what is missing.
. "$(dirname "$0")/../lib.sh"

description=demos/task6/system_with_iommu.xml
mkdir "$work/image"
cp "$build/test/task6/machine" "$work/image"

# variant NAME SED_SCRIPT EXPECTED: EXPECTED is a regular expression for the verdict's reason.
variant() {
    sed "$2" "$description" >"$work/$1.xml"
    ! cmp -s "$description" "$work/$1.xml" || fail "$1: nothing was changed"
    "$sdk/bin/microkit" "$work/$1.xml" --search-path "$build/test/task6" --board "$board" \
        --config debug -o "$work/image/loader.img" -r "$work/$1.txt" >"$work/$1.log" 2>&1 ||
        fail "$1: $(head -n 1 "$work/$1.log")"
    boot "$work/$1.transcript" "$work/image/loader.img" '^TASK6 (PASS|FAIL) ' "$limit"
    expect_line "$work/$1.transcript" "^TASK6 FAIL [0-9]+ of [0-9]+ checks passed; .*: $3\$"
}

# gives_driver REGION ADDRESS: a sed script.
gives_driver() {
    local map="<map mr=\"$1\" vaddr=\"$2\" perms=\"rw\" />"
    printf '%s' "s|<program_image path=\"driver.elf\" />|&$map|"
}

variant secret "$(gives_driver secret 0x4001000)" \
    'in part 1, the driver reads the secret, where the victim has it: not mapped'
variant secret_at_its_place "$(gives_driver secret 0xa0001000)" \
    'in part 1, the driver reads it where it is in memory: not mapped'
variant no_interrupt '/<irq irq="106"/d' \
    'in part 2, the SMMU interrupted its owner, who need not look all the time'
while read -r region address words; do
    variant "$region" "$(gives_driver "$region" "$address")" \
        "in part 3, $words: not mapped for the driver"
done <<'END'
smmu 0x5100000 the SMMU's registers
streams 0x5000000 the stream table
tables 0x5008000 the page tables
commands 0x5001000 the command queue
events 0x5002000 the event queue
config 0x5200000 the device's PCI configuration
END

# on_machine NAME EXPECTED OPTION...
on_machine() {
    local name=$1 expected=$2
    shift 2
    boot "$work/$name.transcript" "$@" "$work/loader.img" '^TASK6 (PASS|FAIL) ' "$limit"
    expect_line "$work/$name.transcript" \
        "^TASK6 FAIL 0 of [0-9]+ checks passed; first that did not hold: this machine has $expected"
    expect_line "$work/$name.transcript" '^   -machine iommu=smmuv3 -nic none -device edu,'
}
cp "$build/test/task6/loader.img" "$work"
on_machine no_smmu 'an SMMU, at 0x9050000$'
on_machine no_device 'the device, ' --qemu -machine --qemu iommu=smmuv3
