#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# pick.sh PLUGIN: prints which of the files PLUGIN-N.so QEMU loads.  N is a version of QEMU's plugin
# interface; a release of QEMU takes some of them, and there is no other way to ask it which.
set -eu
# shellcheck source=scripts/qemu.sh
. "$(dirname "$0")/../../scripts/qemu.sh"

qemu_require
for version in 7 2 1; do
    # A machine without anything, that never runs, and the monitor's command to quit.
    said=$(echo quit | "$QEMU" -machine none -S -nodefaults -display none -monitor stdio \
        -plugin "$1-$version.so,check=on" 2>&1) && {
        echo "$1-$version.so"
        exit
    }
done
printf '%s\n' "error: $QEMU, version $(qemu_version), loads none of $1-*.so" \
    "  The plugins speak versions 1, 2 and 7 of QEMU's plugin interface (QEMU 7.2 to 11)." \
    "  QEMU says: $(printf '%s\n' "$said" | sed 's/^(qemu) //' | tail -n 1)" >&2
exit 1
