#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the right to call the firmware, which can be all of the machine: who has
# smc="true" has it, and nobody else; and that the machine survives a call where there is none.
. "$(dirname "$0")/../lib.sh"

at_el2=qemu_virt_aarch64_el2
boot "$work/transcript" --board $at_el2 "$build/test/firmware/loader.img" '^other: ' "$limit"
expect_line "$work/transcript" '^caller: the firmware has version 1$'
expect_line "$work/transcript" '^other: no right to call the firmware$'
expect_line "$build/test/firmware/report.txt" '^    slot 7    SMC            secure monitor calls$'

# On a machine that the loader is started on at EL3, nobody is above the kernel: it answers itself,
# and the machine goes on.
boot "$work/alone" --board $at_el2 --qemu -machine --qemu secure=on \
    "$build/test/firmware/loader.img" '^other: ' "$limit"
expect_line "$work/alone" '^caller: there is no firmware$'
expect_line "$work/alone" '^other: no right to call the firmware$'

# The other one would notice if it had it.
sed 's/name="other"/& smc="true"/' tests/system/components/firmware.system >"$work/both.system"
"$sdk/bin/microkit" "$work/both.system" --search-path "$build/test/firmware" --board $at_el2 \
    --config debug -o "$work/both.img" -r "$work/both.txt"
boot "$work/both" --board $at_el2 "$work/both.img" '^other: ' "$limit"
expect_line "$work/both" '^other: the firmware has version 1$'
