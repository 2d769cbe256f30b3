#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# boot.sh FOLDER: shows what becomes of a secret on Linux when that is taken over: by a program of
# another user, by the kernel of a guest in KVM, by root, and, on another machine, by a part of the
# kernel.  FOLDER has Linux and its first file system and, if the module could be built, an archive
# with that; if not, `host.log` says why.  Prints the consoles.
#
# The last that each attacker tries is to switch the machine off.  Whether it did, this script sees.
set -u
folder=$1
run=$(dirname "$0")/../../../scripts/run_until.sh
console=$(mktemp "${TMPDIR:-/tmp}/host.XXXXXX") || exit 1
trap 'rm -f "$console"' EXIT

# boot COLUMN ARCHIVE PROGRAMS: the last of these is COLUMN's.
boot() {
    local status=0
    "$run" --icount --linux "$folder/kernel/vmlinuz" "run=$3" "$2" '^GUEST DONE' 300 \
        >"$console" 2>"$console.error" || status=$?
    cat "$console"
    if [ $status -eq 1 ] &&
        grep '^SHOW ' "$console" | tail -n 1 | grep -q "^SHOW $1 host_off "; then
        printf 'HOST %s machine_off 1 1\nHOST DONE\n' "$1"
        status=0
    fi
    [ $status -eq 0 ] || cat "$console.error" >&2
    rm -f "$console.error"
    return $status
}

boot host_root "$folder/initramfs" host:user,host:kvm,host:root || exit 1
if [ -f "$folder/host/initramfs" ]; then
    boot host_kernel "$folder/host/initramfs" host:kernel
else
    why=$(grep -m 1 'error: ' "$folder/host.log" 2>/dev/null)
    why=${why#*error: }
    echo "MISSING host_kernel:host ${why:-the module was not built}"
fi
