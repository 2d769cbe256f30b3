#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh GUEST LOGS BUILD_COMMAND...: boots the Linux benchmark twice, once with the kernel's
# default settings and once without what it does against attacks by speculation; the console of the
# one is LOGS/linux/bench.log, that of the other LOGS/linux_mitigations_off/bench.log.
#
# BUILD_COMMAND makes GUEST/kernel/vmlinuz and GUEST/bench.initramfs.  If it cannot, or if
# BENCH_LINUX=no in the environment, there are no such logs, and one line says so.
set -eu
guest=$1
logs=$2
shift 2
here=$(dirname "$0")

# Far above what a run takes even on a busy machine: it only ends a system that hangs.
limit=3000

# Without KASLR, because that alone makes the kernel keep its tables apart from a process's (KPTI).
columns=(linux linux_mitigations_off)
settings=('' ' mitigations=off nokaslr')

leave_out() {
    printf '  %-5s %s\n' LEAVE "out the columns linux and linux_mitigations_off: $1" >&2
    exit 0
}

for column in "${columns[@]}"; do
    rm -rf "${logs:?}/$column"
    mkdir -p "$logs/$column"
done
[ "${BENCH_LINUX:-yes}" != no ] || leave_out 'BENCH_LINUX=no'
if ! { "$@" && "$here/../../linux/check_boot.sh" "$guest/kernel/vmlinuz" "$guest/bench.initramfs" \
    "$logs/linux/boot.log"; } >"$logs/linux/build.log" 2>&1; then
    why=$(grep -m 1 -i 'error:' "$logs/linux/build.log") || why=$(tail -n 1 "$logs/linux/build.log")
    leave_out "${why#error: } (all of it in $logs/linux/build.log)"
fi

# Both at once: each takes one processor for two or three minutes.
boots=()
for i in 0 1; do
    printf '  %-5s %s\n' BOOT "$guest/kernel/vmlinuz run=bench${settings[$i]}" >&2
    "$here/../../scripts/run_until.sh" --icount --linux "$guest/kernel/vmlinuz" \
        "run=bench${settings[$i]}" "$guest/bench.initramfs" '^(EXIT bench |GUEST DONE)' $limit \
        >"$logs/${columns[$i]}/bench.log" &
    boots+=($!)
done
trap 'kill "${boots[@]}" 2>/dev/null || true' EXIT INT TERM
for i in 0 1; do
    if ! wait "${boots[$i]}"; then
        cat "$logs/${columns[$i]}/bench.log" >&2
        exit 1
    fi
done
trap - EXIT
