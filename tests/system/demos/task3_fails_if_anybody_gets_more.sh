#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the demonstration can fail.  Each variant of the system description gives
# somebody a little more, or less, than it says; the verdict must name the check that notices.
. "$(dirname "$0")/../lib.sh"

# variant NAME SED_SCRIPT EXPECTED: EXPECTED is a regular expression for the verdict's reason.
variant() {
    sed "$2" demos/task3/system_with_logger.xml >"$work/$1.xml"
    ! cmp -s demos/task3/system_with_logger.xml "$work/$1.xml" || fail "$1: nothing was changed"
    "$sdk/bin/microkit" "$work/$1.xml" --search-path "$build/test/task3" --board "$board" \
        --config debug -o "$work/$1.img" -r "$work/$1.txt" >"$work/$1.log" 2>&1 ||
        fail "$1: $(head -n 1 "$work/$1.log")"
    boot "$work/$1.transcript" "$work/$1.img" '^TASK3 (PASS|FAIL) ' "$limit"
    expect_line "$work/$1.transcript" "^TASK3 FAIL [0-9]+ of [0-9]+ checks passed; .*: $3"
}

# in_domain NAME REGEX TEXT: a sed script that replaces REGEX in that protection domain.
in_domain() {
    printf '%s' "/name=\"$1\"/,/<\\/protection_domain>/ s|$2|$3|"
}

evidence_at() {
    in_domain prober '<map mr="board"' "<map mr=\"evidence\" vaddr=\"$1\" perms=\"r\" />&"
}

variant board_writable "$(in_domain prober '\(mr="board".*\)perms="r"' '\1perms="rw"')" \
    'the board$'
variant log_executable "$(in_domain prober '\(mr="log_prober".*\)perms="rw"' '\1perms="rwx"')" \
    'its log$'
variant evidence_readable "$(evidence_at 0x5000000)" "the server's evidence page$"
variant evidence_elsewhere "$(evidence_at 0x5008000)" 'it has no mapping that it was not given$'
variant log_elsewhere "$(in_domain prober 'vaddr="0x4000000"' 'vaddr="0x4001000"')" \
    'the prober faults only where it was ordered to$'
variant one_more_channel \
    's|</system>|<channel><end pd="prober" id="7" /><end pd="watcher" id="2" /></channel>&|' \
    'it has what it was given, with these rights, and nothing else$'
variant timer_granted 's|<protection_domain name="prober"|& timer="true"|' \
    'physical timer: CNTP_CTL, _CVAL, _TVAL$'
variant one_right_less 's|<end pd="prober" id="2" pp="true"|<end pd="prober" id="2"|' \
    'it has what it was given, with these rights, and nothing else$'
variant logger_writes "$(in_domain logger '\(mr="log_client".*\)perms="r"' '\1perms="rw"')" \
    "write to the client's log$"
variant logger_signals 's|<end pd="logger" id="1" notify="false"|<end pd="logger" id="1"|' \
    'slots 6 to 511: the logger called each, and each was empty$'
