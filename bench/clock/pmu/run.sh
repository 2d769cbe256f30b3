#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh BOARD VERSION LOG PI_LOG IMAGE...: boots the images of task-bench in QEMU's machine of that
# board, keeps their pages in LOG, and prints them as a table; with the log of a board, PI_LOG, that
# one's table, in which the instructions of QEMU's pages are beside the board's.
set -eu
board=$1
version=$2
log=$3
pi_log=$4
shift 4
here=$(dirname "$0")

# Far above what the longest takes even on a busy machine: it only ends a system that hangs.
limit=600

mkdir -p "$(dirname "$log")"
: >"$log"
for image in "$@"; do
    printf '  %-5s %s\n' BOOT "$image" >&2
    "$here/../../../scripts/run_until.sh" --board "$board" "$image" \
        '^SELFTEST (PASS|FAIL) ' $limit >>"$log" || {
        cat "$log" >&2
        exit 1
    }
done

if [ -z "$pi_log" ]; then
    "$here/../../selftest/pi_log.sh" "$log" "$version"
    exit
fi
# A cycle of QEMU's is an instruction there.
awk '$1 == "CYCLES" && $3 == "mean" { print "BENCH", $2, $4 }' "$log" >"$log.rows"
"$here/../../selftest/pi_log.sh" "$pi_log" "$version" "$log.rows"
