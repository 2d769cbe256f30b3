#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# touched.sh RECORD PLUGIN KERNEL BOOT_ARGUMENT...: boots the benchmark with scripts/run_until.sh
# BOOT_ARGUMENT... and prints, for each row of which repetitions were marked,
#
#   LINES ROW FIGURES      (bench/trace/lines.c)
#
# PLUGIN-N.so,ARGUMENTS are the plugins for version N of QEMU's interface, RECORD gets what the
# plugin writes.  KERNEL is the address, in hexadecimal, from which on code is the kernel's.
set -eu
record=$1
plugin=${2%%,*}
arguments=${2#"$plugin"}
kernel=$3
shift 3
here=$(dirname "$0")

plugin=$("$here/pick.sh" "$plugin")
rm -f "$record"
"$here/../../scripts/run_until.sh" --icount \
    --plugin "$plugin,kernel=$kernel,out=$record$arguments" "$@" >"$record.console" || {
    cat "$record.console" >&2
    exit 1
}
# The plugin's rows are in the order in which the programs printed them.
tr -d '\r' <"$record.console" | awk -v log_name="$record.console" -v record="$record" '
    FNR == NR && $1 == "BENCH" && $3 ~ /^FAILED/ { failed = $0 }
    FNR == NR && $1 == "BENCH" && $2 != "DONE" { name[++printed] = $2 }
    FNR == NR { next }
    $1 == "row" {
        recorded++
        if ($3 > 0) {
            sub(/^row [0-9]+ [0-9]+ /, "")
            lines[recorded] = $0
        }
    }
    END {
        if (failed != "" || printed != recorded || printed == 0) {
            if (failed == "")
                failed = (printed + 0) " rows in " log_name ", " (recorded + 0) " in " record
            print "error: " failed | "cat >&2"
            exit 1
        }
        for (i = 1; i <= printed; i++) if (i in lines) print "LINES", name[i], lines[i]
    }' - "$record"
