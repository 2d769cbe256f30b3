#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# pd.sh TRANSCRIPT REPORT: what Task 3's prober starts with, as lines AMBIENT of the configuration
# `pd` (ambient.txt).  TRANSCRIPT is the console of a run, which says what the prober found by
# trying; REPORT the tool's report.txt of the same image, which says what there is in all.
set -eu
transcript=$1
report=$2
calls=$(dirname "$0")/../../libsel4/include/sel4/constants.h

grep -q '^TASK3 PASS ' "$transcript" || {
    echo "error: $transcript has no line TASK3 PASS, so nothing is derived from it" >&2
    exit 1
}

# The kernel's system calls without those of the debug and benchmark configurations.
calls=$(grep -cE '^ *seL4_Sys[A-Z][A-Za-z]* = ' <(grep -vE 'SysDebug|SysBenchmark' "$calls"))

awk -v calls="$calls" '
    function tell(id, got, tried) { print "AMBIENT pd", id, got + 0, tried + 0 }
    # In the report: whom and what there is.
    FNR == NR {
        if (/^Protection domain / && $3 !~ /prober/) others++
        if ($1 == "frames" && $2 == "region" && !seen[$3]++) regions++
        next
    }
    { sub(/\r$/, "") }
    / operations on [0-9]+ slots; / { table = $(NF - 4) }
    $1 == "slot" {
        slots++
        owner = $4
        sub(/:$/, "", owner)
        if (owner == "prober" || owner == "monitor") next
        if (!visible[owner]++) named++
        if ($3 == "endpoint" && !callable[owner]++) called++
        if ($3 == "TCB") stopped++
    }
    /^  0x/ {
        ranges++
        if ($5 == "region") {
            if ($4 ~ /r/) read++
            if ($4 ~ /w/) written++
            if ($4 ~ /x/) executed++
        }
    }
    / (the UART|interrupt distributor|interrupt interface): / && $3 ~ /^[r-][w-][x-]$/ {
        devices++
        if ($0 !~ /^warden: ok +rwx .*: not mapped$/) mapped++
    }
    END {
        if (!slots || !table || !others || !regions || !devices) {
            print "error: transcript and report have not the form of Task 3" > "/dev/stderr"
            exit 1
        }
        tell("handles", slots, table)
        tell("memory_ranges", ranges, ranges)
        tell("system_calls", calls, calls)
        tell("objects_readable", read, regions)
        tell("objects_writable", written, regions)
        tell("objects_executable", executed, regions)
        tell("devices", mapped, devices)
        tell("components_visible", named, others)
        tell("components_stoppable", stopped, others)
        tell("components_traceable", stopped, others)
        tell("services_connectable", called, others)
        print "SIZE bulkhead entry_points", calls
    }' "$report" "$transcript"
