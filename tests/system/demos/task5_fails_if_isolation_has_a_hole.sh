#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the demonstration can fail.  Each variant of the system description gives
# vulnerable_pd a little more, or less, than it says; the verdict must name the check that notices.
. "$(dirname "$0")/../lib.sh"

# variant NAME SED_SCRIPT EXPECTED: EXPECTED is a regular expression for the verdict's reason.
variant() {
    sed "$2" demos/task5/system_buffer_overflow.xml >"$work/$1.xml"
    ! cmp -s demos/task5/system_buffer_overflow.xml "$work/$1.xml" || fail "$1: nothing was changed"
    "$sdk/bin/microkit" "$work/$1.xml" --search-path "$build/test/task5" --board "$board" \
        --config debug -o "$work/$1.img" -r "$work/$1.txt" >"$work/$1.log" 2>&1 ||
        fail "$1: $(head -n 1 "$work/$1.log")"
    boot "$work/$1.transcript" "$work/$1.img" '^TASK5 (PASS|FAIL) ' "$limit"
    expect_line "$work/$1.transcript" "^TASK5 FAIL [0-9]+ of [0-9]+ checks passed; .*: $3"
}

# more_memory MAP: a sed script that gives vulnerable_pd one more mapping.
more_memory() {
    printf '%s' "s|<program_image path=\"vulnerable_pd.elf\" />|&<map $1 />|"
}

step() {
    printf '%s' "the handler's, in step $1\$"
}

variant secret_readable "$(more_memory 'mr="vault" vaddr="0x4400000" perms="r"')" "$(step 1)"
variant secret_writable "$(more_memory 'mr="vault" vaddr="0x4400000" perms="rw"')" "$(step 1)"
variant secret_elsewhere "$(more_memory 'mr="vault" vaddr="0x4500000" perms="r"')" 'memory: what'
variant device_readable \
    "s|<memory_region name=\"ledger\"|<memory_region name=\"uart\" size=\"0x1000\" \
phys_addr=\"0x9000000\" />&|;$(more_memory 'mr="uart" vaddr="0x9000000" perms="rw"')" "$(step 5)"
variant post_writable 's|\(mr="post_client".*\)perms="r"|\1perms="rw"|' "$(step 7)"
variant data_executable 's|\(mr="ledger" vaddr="0x4320000"\) perms="rw" />|\1 perms="rwx" />|' \
    "$(step 8)"
ends='<end pd="vulnerable_pd" id="9" /><end pd="attacker" id="9" />'
variant one_more_channel "s|</system>|<channel>$ends</channel>&|" \
    'capabilities: what'
variant one_right_less 's|<end pd="vulnerable_pd" id="5" pp="true"|& notify="false"|' \
    'capabilities: what'
variant budget_unlimited 's|budget="5000"|budget="10000"|' "$(step 13)"
variant stack_not_executable 's|perms="rwx"|perms="rw"|' "$(step 1)"
