#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# boot.sh FOLDER: shows what a fault in a driver does to Linux.  FOLDER has the guest's kernel and,
# if it could be built, the archive with the module; if not, `driver.log` says why.  Prints both
# consoles: with the kernel's defaults, and with oops=panic.
set -u
folder=$1
run=$(dirname "$0")/../../../scripts/run_until.sh
archive=$folder/driver/initramfs

if [ ! -f "$archive" ]; then
    why=$(grep -m 1 'error: ' "$folder/driver.log" 2>/dev/null)
    why=${why#*error: }
    for id in service_interrupted_instructions requests_lost system_survives tainted; do
        echo "MISSING module:$id ${why:-the module was not built}"
    done
    exit 0
fi

boot() {
    "$run" --icount --linux "$folder/kernel/vmlinuz" "$1 nokaslr norandmaps" "$archive" \
        '^DRIVER DONE' 300
}

boot run=driver_guest || exit 1

console=$(mktemp "${TMPDIR:-/tmp}/driver.XXXXXX") || exit 1
trap 'rm -f "$console"' EXIT
boot 'run=driver_guest:panic oops=panic' >"$console" 2>&1
status=$?
cat "$console"
panic=$(sed -n 's/^\[[^]]*\] \(Kernel panic - .*\)/\1/p' "$console" | tr -d '\r')
if [ $status -eq 1 ] && [ -n "$panic" ]; then
    echo "SHOW module driver_panic with oops=panic the machine ends: $panic"
else
    echo 'MISSING module:driver_panic the machine did not end by a panic'
fi
