#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# table.sh IMAGE KERNEL SIZE: boots the benchmark and prints what it measured as a table.  SIZE is
# the toolchain's program of that name.
#
# QEMU counts: an instruction is a nanosecond of the machine's time, so the figures are the same in
# every run and on every host.
set -eu
image=$1
kernel=$2
size=$3

console=$(mktemp "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -f "$console"' EXIT

"$(dirname "$0")/../scripts/run_until.sh" --icount "$image" '^BENCH DONE$' 300 >"$console" || {
    cat "$console" >&2
    exit 1
}
if grep FAILED "$console" >&2; then
    exit 1
fi

# figure NAME: the last word of that line.
figure() {
    awk -v name="$1" '$1 == "BENCH" && $2 == name { print $NF; found = 1 }
        END { exit !found }' "$console" || {
        echo "error: the benchmark did not print $1" >&2
        exit 1
    }
}

row() {
    printf '%-52s %14s %14s\n' "$@"
}

text=$("$size" -A "$kernel" |
    awk '$1 == ".text" || $1 == ".rodata" { sum += $2 } END { print sum }')
boot=$(figure boot_to_init)
passive_0=$(figure ppcall_passive_0)
passive_4=$(figure ppcall_passive_4)
active_0=$(figure ppcall_active_0)
active_4=$(figure ppcall_active_4)

row 'release configuration, qemu_virt_aarch64, EL2 start' 'measured' 'limit'
row 'machine start to the first init, instructions' "$boot" '3000000'
row 'kernel .text and .rodata, bytes' "$text" '65536'
row 'protected call, passive server, 0 words' "$passive_0" '-'
row 'protected call, passive server, 4 words' "$passive_4" '-'
row 'protected call, active server, 0 words' "$active_0" '-'
row 'protected call, active server, 4 words' "$active_4" '-'
echo 'Calls are in instructions per round trip, user code and kernel; instructions are not cycles.'

if [ "${boot%.*}" -ge 3000000 ] || [ "$text" -ge 65536 ]; then
    echo 'error: a figure is over its limit' >&2
    exit 1
fi
