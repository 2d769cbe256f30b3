#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# boot.sh IMAGE BOARD LOG: boots Linux as a guest of the example vmm, and prints what that took,
# from the monitor's init() to the guest's first program, as the benchmark's rows are.
# What the machine prints is left in LOG.
#
# An instruction is a nanosecond of the machine's time, and a tick of the counter is 16.  Who waits
# counts, too: Linux does, for a timer, when nobody has anything to do.
set -eu
image=$1
board=$2
log=$3

# Far above what it takes even on a busy machine: it only ends a system that hangs.
limit=600

mkdir -p "$(dirname "$log")"
"$(dirname "$0")/../../scripts/run_until.sh" --icount --board "$board" "$image" '^FIRST [0-9]' \
    $limit >"$log" || {
    tail -n 5 "$log" >&2
    exit 1
}
awk '
    { sub(/\r$/, "") }
    /^(BEGAN|PLACED|FIRST) [0-9]+/ { at[$1] = $2 + 0; kernel = $3 }
    END {
        if (!(at["BEGAN"] > 0 && at["PLACED"] > at["BEGAN"] && at["FIRST"] > at["PLACED"])) {
            print "error: the log has no begin before an end" >"/dev/stderr"
            exit 1
        }
        printf "guest_boot_placed  %13d  its monitor, from its init(): files placed\n",
            (at["PLACED"] - at["BEGAN"]) * 16
        printf "guest_boot         %13d  the same, and then Linux %s, to its first program\n",
            (at["FIRST"] - at["BEGAN"]) * 16, kernel
    }' "$log"
