#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# host_rows.sh KERNEL SIZE USAGE COMMAND...: prints the rows that need no boot: the size of the
# kernel, and what the host tool needs for COMMAND, the image of 63 components with all channels.
# SIZE is the toolchain's program of that name, USAGE is bench-usage.
set -eu -o pipefail
kernel=$1
size=$2
usage=$3
shift 3
here=$(dirname "$0")

{
    "$size" -A "$kernel" |
        awk '$1 == ".text" || $1 == ".rodata" { sum += $2 } END { print "BENCH kernel_text", sum }'
    "$usage" "$@"
    if command -v valgrind >/dev/null 2>&1; then
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
            awk '/Collected :/ { print "BENCH tool_63pd_instructions", $NF; found = 1 }
                END { exit !found }'
    else
        echo 'The row tool_63pd_instructions is left out: there is no valgrind.' >&2
    fi
} | awk -v log_lines=1 -f "$here/log/adler32.awk"
