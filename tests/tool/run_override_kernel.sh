#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# --override-kernel: which kernels are taken instead of the SDK's, and why others are not.
set -u
. "$(dirname "$0")/lib.sh"
prepare override_kernel
cp "$tests/legal/one_domain.system" one.system || exit 1

# refuse_kernel FILE MESSAGE: programs/FILE.elf is no kernel; the message begins with its name.
refuse_kernel() {
    build one.system --override-kernel "programs/$1.elf"
    expect "tool_refuses_$1_instead_of_its_kernel" "microkit: error: programs/$1.elf $2"
}

# --- the file itself

build one.system --override-kernel programs/kernel.elf
built tool_takes_a_kernel_instead_of_the_sdks out/loader.img out/report.txt
if grep -A 1 '^Kernel instead of the SDK' out/report.txt | grep -q '^  programs/kernel.elf$'; then
    pass tool_reports_which_kernel_it_took
else
    fail tool_reports_which_kernel_it_took "see $PWD/out/report.txt"
fi
open_to_all='all, on a kernel that does not have this right, as seL4 does not'
if grep -A 1 '^  physical timer  .*: nobody$' out/report.txt | grep -q "($open_to_all)\$"; then
    pass tool_reports_that_another_kernel_may_open_the_timer
else
    fail tool_reports_that_another_kernel_may_open_the_timer "see $PWD/out/report.txt"
fi
build one.system
if [ "$status" -eq 0 ] && ! grep -qE "^Kernel instead|$open_to_all" out/report.txt; then
    pass tool_reports_no_other_kernel_without_one
else
    fail tool_reports_no_other_kernel_without_one "see $PWD/out/report.txt"
fi

rm -rf bare && cp -R sdk bare && rm bare/board/test/debug/elf/sel4.elf
MICROKIT_SDK=$PWD/bare build one.system --override-kernel sdk/board/test/debug/elf/sel4.elf
built tool_takes_a_kernel_when_the_sdk_has_none out/loader.img out/report.txt

refuse_kernel missing 'cannot be read: No such file or directory'
refuse_kernel text 'is not an ELF file; expected a program linked for AArch64'
refuse_kernel x86_64 'is for x86-64 (EM_X86_64), expected AArch64; compile with aarch64-linux-gnu-gcc'
refuse_kernel pie 'is position independent (ET_DYN); compile with -fno-pie and link with -no-pie'
refuse_kernel kernel_el2 'is linked to address 0xffc0000000, where a kernel for EL2 would be (with hypervisor support); expected one for EL1, linked to 0xffffffffc0000000'
refuse_kernel pd 'is linked to address 0x200000, where a kernel for EL2 would be (with hypervisor support); expected one for EL1, linked to 0xffffffffc0000000'
refuse_kernel kernel_vaddr 'is linked to address 0xffffffffc0001000; expected a multiple of 0x200000'
refuse_kernel kernel_paddr 'is linked to physical address 0x40001000; expected a multiple of 0x200000 below 0x10000000000'
refuse_kernel kernel_high 'is linked to physical address 0xffffffffffe00000; expected a multiple of 0x200000 below 0x10000000000'
refuse_kernel kernel_behind_ram 'is to run at 0xc0000000 to 0xc0005000; expected a place in the board'"'s memory, 0x40000000 to 0xc0000000"
refuse_kernel kernel_offset 'has segments at different offsets from virtual to physical addresses: 0xffffffffc0000000 at 0x40000000, but 0xffffffffc0001000 at 0x40000800; expected the same for all'
refuse_kernel kernel_two_gib 'spans 0x200001 bytes of memory; expected it to end in the GiB that it starts in (0xffffffffbfe00000)'
refuse_kernel kernel_entry 'starts at 0xffffffffc0000000 and is entered at 0xffffffffc0000004; expected it to be entered at its first byte'
refuse_kernel kernel_stripped 'has no symbol table; expected one that is not stripped'
ends="expected a kernel of seL4's interface, with 'ki_boot_end' and 'ki_end' where its boot code and all of it end"
refuse_kernel kernel_no_end "has no symbol 'ki_end'; $ends"
refuse_kernel kernel_no_boot_end "has no symbol 'ki_boot_end'; $ends"
refuse_kernel kernel_end_early "has 'ki_end' at 0xffffffffc0004fff; expected it from 0xffffffffc0005000 to 0xffffffffffffffff"
refuse_kernel kernel_end_wraps "has 'ki_end' at 0x0; expected it from 0xffffffffc0005000 to 0xffffffffffffffff"
refuse_kernel kernel_boot_end_late "has 'ki_boot_end' at 0xffffffffc0005001; expected it from 0xffffffffc0000000 to 0xffffffffc0005000"

# What lies behind the file's contents and up to ki_end is the kernel's, too; what is before
# ki_boot_end, only until it has booted.
printf '%s\n' '<system>' '<memory_region name="r" size="0x1000" phys_addr="0x4000f000"/>' \
    '<protection_domain name="a"><program_image path="pd.elf"/></protection_domain>' '</system>' \
    >fixed.system
build fixed.system
built tool_gives_out_memory_behind_its_kernel out/loader.img
build fixed.system --override-kernel programs/kernel.elf
expect tool_keeps_memory_up_to_the_kernel_s_end \
    "fixed.system:2:50: error: 'r' lies where the kernel runs: 0x40000000 to 0x40010000; expected memory that is free"

# --- what it was configured for, as far as there is a file that says so

mkdir -p other/elf other/include/kernel sdk/board/test/debug/include/kernel || exit 1
cp programs/kernel.elf other/elf/sel4.elf || exit 1
ours=$MICROKIT_SDK/board/test/debug/include/kernel/gen_config.h
theirs=other/elf/../include/kernel/gen_config.h
# Not cp: it would copy the mode of read-only sources.
cat "$tests/../../libsel4/config/debug/kernel/gen_config.h" >"$ours" || exit 1

# refuse_config NAME EDIT WHY WHAT EXPECTED: with our options after sed has done EDIT to them.
refuse_config() {
    sed "$2" "$ours" >"$theirs"
    build one.system --override-kernel other/elf/sel4.elf
    expect "tool_refuses_a_kernel_$1" \
        "microkit: error: other/elf/sel4.elf cannot be the kernel of this image: $3; $theirs has $4, expected $5 as in $ours"
}

cp "$ours" "$theirs"
build one.system --override-kernel other/elf/sel4.elf
built tool_takes_a_kernel_of_the_same_configuration out/loader.img
refuse_config with_other_invocation_labels \
    's|^/\* disabled: CONFIG_HARDWARE_DEBUG_API \*/|#define CONFIG_HARDWARE_DEBUG_API  1  /* CONFIG_HARDWARE_DEBUG_API=1 */|' \
    'it numbers its invocations differently' "CONFIG_HARDWARE_DEBUG_API '1'" off
refuse_config with_hypervisor_support \
    's|^/\* disabled: CONFIG_ARM_HYPERVISOR_SUPPORT \*/|#define CONFIG_ARM_HYPERVISOR_SUPPORT 1|' \
    'it runs at another exception level and numbers its invocations differently' \
    "CONFIG_ARM_HYPERVISOR_SUPPORT '1'" off
refuse_config without_mcs '/CONFIG_KERNEL_MCS/d' \
    'it has other objects, invocations and system calls' 'CONFIG_KERNEL_MCS off' "'1'"
refuse_config of_another_board 's/qemu-arm-virt/zynqmp/' 'it is for another board' \
    "CONFIG_PLAT 'zynqmp'" "'qemu-arm-virt'"
refuse_config for_more_cores 's/\(CONFIG_MAX_NUM_NODES\)  1/\1  4/' \
    'it is for another number of cores' "CONFIG_MAX_NUM_NODES '4'" "'1'"
refuse_config with_another_timer 's/\(CONFIG_TIMER_FREQUENCY\)  62500000/\1  24000000/' \
    'its timer counts in other units, in which slices are given' \
    "CONFIG_TIMER_FREQUENCY '24000000'" "'62500000'"
refuse_config that_does_not_print '/CONFIG_PRINTING/d' \
    'it lacks system calls that the programs make' 'CONFIG_PRINTING off' "'1'"

# The slots of its initial task limit the system; without the file, they are taken to be 2^17.
printf '%s\n' '<system>' '<memory_region name="r" size="0x2000000" page_size="0x1000"/>' \
    '<protection_domain name="a"><program_image path="pd.elf"/></protection_domain>' '</system>' \
    >pages.system
cp "$ours" "$theirs"
echo '#define CONFIG_ROOT_CNODE_SIZE_BITS  13' >>"$theirs"
build pages.system --override-kernel other/elf/sel4.elf
if [ "$status" -eq 1 ] && grep -q 'pages.system:2:31: error: .* which has [0-9]* free (of 2^13)' \
    stderr; then
    pass tool_counts_the_slots_that_a_kernel_was_configured_for
else
    fail tool_counts_the_slots_that_a_kernel_was_configured_for "$(head -n 1 stderr)"
fi
build pages.system --override-kernel programs/kernel.elf
assumed='  if the kernel gives its initial task 2^17 capability slots'
if [ "$status" -eq 0 ] && grep -qF "$assumed" out/report.txt; then
    pass tool_says_what_it_assumed_of_a_kernel
else
    fail tool_says_what_it_assumed_of_a_kernel "see $PWD/out/report.txt"
fi

sed '/CONFIG_MAX_NUM_NODES/d;/CONFIG_EXPORT_PTMR_USER/d' "$ours" >"$theirs"
build one.system --override-kernel other/elf/sel4.elf
printf '%s\n' \
    "microkit: error: other/elf/sel4.elf cannot be the kernel of this image: it is for another number of cores; $theirs has CONFIG_MAX_NUM_NODES off, expected '1' as in $ours" \
    "microkit: error: other/elf/sel4.elf cannot be the kernel of this image: programs cannot use the timer; $theirs has CONFIG_EXPORT_PTMR_USER off, expected '1' as in $ours" >expected
refused tool_reports_all_differences_of_a_kernel expected

cp "$ours" "$theirs"
printf '#define CONFIG_ENABLE_BENCHMARKS  1\n#define CONFIG_EXPORT_PMU_USER  1' >>"$theirs"
build one.system --override-kernel other/elf/sel4.elf
built tool_takes_a_kernel_that_can_do_more out/loader.img
sed 's/CONFIG_MAX_NUM_NODES  1/CONFIG_MAX_NUM_NODES  4/' "$ours" >"$theirs"
(cd other/elf && TOOL=$TOOL build ../../one.system --override-kernel sel4.elf \
    --search-path ../../programs && echo "$status" >../../inner && cp stderr ../../inner.stderr)
if [ "$(cat inner)" = 1 ] && grep -q 'CONFIG_MAX_NUM_NODES' inner.stderr; then
    pass tool_finds_the_configuration_of_a_kernel_in_this_folder
else
    fail tool_finds_the_configuration_of_a_kernel_in_this_folder "$(head -n 1 inner.stderr)"
fi

[ "$failures" -eq 0 ]
