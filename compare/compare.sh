#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# compare.sh BUILD TOOLCHAIN SIZE: boots both systems, one after the other, and makes a report of
# what their consoles say, in BUILD/report.  SIZE is the toolchain's program of that name.  `make
# compare` has built Bulkhead's images; the Linux guest is built here, since its kernel or compiler
# may be missing: then that part is reported as missing.
#
# What is booted is listed at the end of this file.  A boot that fails is named with its log, and
# the others go on; the exit status is 1 then.
set -u
build=$1
toolchain=$2
size=$3
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=scripts/qemu.sh
. scripts/qemu.sh
qemu_require

report=$build/report
logs=$report/logs
guest=$build/linux
# Far above what the longest takes even on a busy machine: it only ends a system that hangs.
limit=1200

# The boot that is under way ends, too, but as if it had failed by itself.
trap 'exit 130' INT TERM

configs='process processes users root'
failed=
linux=
consoles=()
options=()
rm -rf "$logs"
mkdir -p "$logs" || exit 1

# missing WHY WHAT...: notes it for the report.
missing() {
    local why=$1 what
    shift
    for what in "$@"; do
        printf 'MISSING %s %s\n' "$what" "$why" >>"$logs/missing.log"
    done
}

# complain WHAT FILE: says that WHAT failed, and where the console is.
complain() {
    failed=yes
    {
        echo "error: $1 failed: $(tail -n 1 "$2" | LC_ALL=C tr -cd '[:print:]')"
        echo "  its console: $2"
    } >&2
}

# console NAME WHY WHAT COMMAND...: runs COMMAND, keeps its console; WHAT (names, separated by
# blanks) is what is missing if it fails.  Status 1 if it did.
console() {
    local name=$1 why=$2 what=$3
    shift 3
    printf '  BOOT  %s\n' "$why"
    if "$@" >"$logs/$name.log" 2>&1; then
        consoles+=("$logs/$name.log")
        return 0
    fi
    complain "the boot '$name'" "$logs/$name.log"
    # What it said before it failed was measured; its last line may be half a line, and behind that
    # is the message of run_until.sh.
    sed '$d' "$logs/$name.log" | sed '$d' >"$logs/$name.part"
    consoles+=("$logs/$name.part")
    # shellcheck disable=SC2086
    missing "the boot failed; see the log $name.log" $what
    return 1
}

build_linux() {
    echo '  MAKE  the Linux guest: kernel and first file system'
    if {
        "${MAKE:-make}" --no-print-directory guest &&
            linux/check_boot.sh "$guest/kernel/vmlinuz" "$guest/initramfs" "$logs/guest.log"
    } >"$logs/guest.make" 2>&1; then
        linux=yes
        return
    fi
    echo "  there is no Linux guest here; only Bulkhead's side is measured:" >&2
    grep -m 1 -A 3 'error: ' "$logs/guest.make" >&2 || tail -n 3 "$logs/guest.make" >&2
    # shellcheck disable=SC2086
    missing "there is no Linux guest: $(grep -m 1 'error: ' "$logs/guest.make" |
        sed 's/.*error: //' | LC_ALL=C tr -cd '[:print:]')" $configs
}

# on_linux NAME WHY WHAT PROGRAMS KERNEL_ARGUMENTS
on_linux() {
    [ -n "$linux" ] || return 0
    console "$1" "Linux: $2" "$3" scripts/run_until.sh --icount --linux "$guest/kernel/vmlinuz" \
        "run=$4 $5" "$guest/initramfs" '^GUEST DONE|reboot: Power down' $limit
}

# on_bulkhead NAME WHY WHAT IMAGE REGEX
on_bulkhead() {
    console "$1" "Bulkhead: $2" "$3" scripts/run_until.sh --icount "$4" "$5" $limit
}

# Builds the module, if the kernel's headers can be had, and boots twice: with the kernel's defaults
# and with oops=panic.  Where it cannot be built it says so itself.
driver_on_linux() {
    [ -n "$linux" ] || return 0
    console driver_linux 'Linux: the same driver with the same bug, as a module of the kernel' \
        module "${MAKE:-make}" --no-print-directory driver-console
}

# The same of a device that attacks: without IOMMU, with one that lets everything through, with one,
# and with a driver that is a process.
dma_on_linux() {
    [ -n "$linux" ] || return 0
    console dma_linux 'Linux: a device that attacks, without an IOMMU and with one' \
        'module_bare:dma module_passthrough:dma module_iommu:dma vfio:dma' \
        "${MAKE:-make}" --no-print-directory dma-console
}

# Linux as the host of the secret, taken over by a program, by root, by a module of its kernel.
host_on_linux() {
    [ -n "$linux" ] || return 0
    console host_linux 'Linux: safe_server on it, and Linux is taken over' \
        'host_user:host host_root:host host_kernel:host' \
        "${MAKE:-make}" --no-print-directory host-console
}

# Task 8, and what is derived from it.  Its image has the Linux guest's kernel in it, and a module
# for that, so it is built here, too.  By the other clock: its guest is busy for seconds.
guest_on_bulkhead() {
    local what='guest_user:host guest_root:host guest_kernel:host guest_vmm:host'
    if [ -z "$linux" ] || ! "${MAKE:-make}" --no-print-directory MICROKIT_SDK= \
        MICROKIT_BOARD=qemu_virt_aarch64 MICROKIT_CONFIG=debug "$build/task8/loader.img" \
        >"$logs/task8.make" 2>&1; then
        # shellcheck disable=SC2086
        missing "task 8 was not built: $(grep -s -m 1 'error: ' "$logs/task8.make" ||
            echo 'there is no Linux guest')" $what
        return 0
    fi
    console task8 'Bulkhead: task 8, a guest Linux that is taken over' "$what" \
        scripts/run_until.sh "$build/task8/loader.img" '^TASK8 (PASS|FAIL) ' $limit || return 0
    derive host_pd "$what" compare/host/pd.sh "$logs/task8.log"
}

# derive NAME WHAT COMMAND...: lines that COMMAND prints without booting anything.
derive() {
    local name=$1 what=$2
    shift 2
    if "$@" >"$logs/$name.log" 2>"$logs/$name.err"; then
        consoles+=("$logs/$name.log")
    else
        complain "$1" "$logs/$name.err"
        # shellcheck disable=SC2086
        missing "it could not be derived; see $name.err" $what
    fi
}

fact() {
    options+=(--fact "$1=$2")
}

facts() {
    fact Emulator "$("$QEMU" --version | sed -n '1s/^QEMU emulator version \([^ ]*\).*/QEMU \1/p')"
    fact Machine 'virt, Cortex-A53, one processor, 2 GiB'
    [ -z "$linux" ] || fact Linux "$(cat "$guest/kernel/release")"
    fact Bulkhead "$(sed 's/.*bulkhead\.//' "$build/sdk/VERSION")"
    fact Compiler "$toolchain"
}

# The report, from all consoles that there are.
write_report() {
    facts
    [ ! -f "$logs/missing.log" ] || consoles+=("$logs/missing.log")
    # The odd expansion is for bash 3.2, where an empty array is unset under `set -u`.
    printf '%s\n' ${options[@]+"${options[@]}"} ${consoles[@]+"${consoles[@]}"} >"$logs/arguments"
    compare/report/report.sh "$build" || return 1
    printf '\nThe page: %s\n' "$report/index.html"
}

echo 'Both systems are booted several times on the same emulated machine; this takes some minutes.'
build_linux
if on_bulkhead task5 'task 5, the exploit against a protection domain' pd \
    "$build/test/task5/loader.img" '^TASK5 (PASS|FAIL) '; then
    options+=(--task5 "$logs/task5.log" "$build/test/task5/report.txt")
fi
on_linux attack 'the same service four times over, attacked; protections off' "$configs" \
    attack:process,attack:processes,attack:users,attack:root nokaslr
# Some thousand crashes: this one takes longest.
on_linux attack_hardened 'the same, with stack canary, random addresses, non-executable stack' \
    'process_hardened processes_hardened users_hardened root_hardened' \
    "$(printf 'attack:%s_hardened,' process processes users)attack:root_hardened" ''
on_bulkhead crash 'fourteen of the ways to crash of task 4, counted' pd:crash \
    "$build/compare/crash/loader.img" '^CRASH DONE'
on_linux crash_linux 'the same crashes, under a supervisor' 'processes:crash users:crash' \
    crash_supervisor:10 'nokaslr norandmaps'
on_bulkhead driver 'a driver that faults, as a protection domain' pd:driver \
    "$build/compare/driver/loader.img" '^DRIVER DONE'
driver_on_linux
if on_bulkhead task6 'task 6, a device that attacks' 'pd:dma pd_bare:dma' \
    "$build/test/task6/loader.img" '^TASK6 (PASS|FAIL) '; then
    derive dma_pd 'pd:dma pd_bare:dma' compare/dma/pd.sh "$logs/task6.log"
fi
dma_on_linux
on_bulkhead time 'a loop beside a hog' pd:time "$build/compare/time/loader.img" '^TIME DONE'
if on_bulkhead task7_channels 'task 7, covert channels' 'pd:time pd_domains:time' \
    "$build/test/task7_channels/loader.img" '^TASK7 [A-Z]+ ' &&
    on_bulkhead task7_domains 'the same, with scheduling domains' pd_domains:time \
        "$build/test/task7_domains/loader.img" '^TASK7 [A-Z]+ '; then
    derive time_pd pd:time compare/time/pd.sh "$logs/task7_channels.log" "$logs/task7_domains.log"
fi
on_linux time_linux 'a loop beside a hog, and covert channels' \
    'other:time fifo:time deadline:time cgroup:time' time_guest 'nokaslr norandmaps'
host_on_linux
guest_on_bulkhead
if on_bulkhead task3 'task 3, what a protection domain starts with' pd:ambient \
    "$build/test/task3/loader.img" '^TASK3 (PASS|FAIL) '; then
    derive ambient_pd pd:ambient \
        compare/ambient/pd.sh "$logs/task3.log" "$build/test/task3/report.txt"
fi
on_linux ambient 'what a process starts with' 'processes:ambient users:ambient' ambient \
    'nokaslr norandmaps'
derive sizes bulkhead compare/sizes/sizes.sh \
    "$build/sdk/board/qemu_virt_aarch64_el1/release/elf/sel4.elf" "$size"

if ! write_report; then
    echo "error: the consoles do not make a report; they are in $logs" >&2
    exit 1
fi
[ -z "$failed" ]
