#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# lines_log.sh LOG PLUGIN KERNEL OBJDUMP BOOT_ARGUMENT...: boots the benchmark once more, with
# programs that mark repetitions, and leaves in LOG which lines and pages each row touches, for
# bench-report.  KERNEL is the kernel's ELF file, or the address (hexadecimal) where it begins;
# OBJDUMP the toolchain's program of that name; the others: touched.sh.
#
# Where QEMU loads no plugin, or with BENCH_LINES=no, there is no such log, and one line says so.
set -eu
log=$1
plugin=$2
kernel=$3
objdump=$4
shift 4
here=$(dirname "$0")

leave_out() {
    printf '  %-5s %s\n' LEAVE "out lines and pages: $1" >&2
    exit 0
}

mkdir -p "$(dirname "$log")"
rm -f "$log"
[ "${BENCH_LINES:-yes}" != no ] || leave_out 'BENCH_LINES=no'
said=$("$here/pick.sh" "$plugin" 2>&1) || leave_out "$(printf '%s\n' "$said" | head -n 1)"
if [ -f "$kernel" ]; then
    kernel=$("$objdump" -p "$kernel" | awk '$1 == "LOAD" { print substr($5, 3) }' | sort |
        head -n 1)
fi
printf '  %-5s %s\n' LINES "$log" >&2
"$here/touched.sh" "$log.record" "$plugin" "$kernel" "$@" >"$log.touched"
awk -v log_lines=1 -f "$here/../log/adler32.awk" "$log.touched" >"$log.new"
rm "$log.touched"
mv "$log.new" "$log"
