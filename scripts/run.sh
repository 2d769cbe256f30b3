#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh FILE: boots on this terminal the image that FILE names (one line: BOARD IMAGE).  Every
# demonstration's rule writes that file, so this is what was built last.
set -eu
# shellcheck source=scripts/qemu.sh
. "$(dirname "$0")/qemu.sh"

if ! [ -f "$1" ]; then
    printf '%s\n' "error: nothing to run was built yet" "  Try: make task2 run" >&2
    exit 1
fi
read -r board image <"$1"
if ! [ -f "$image" ]; then
    printf '%s\n' "error: $image, which was built last, is gone" "  Try: make task2 run" >&2
    exit 1
fi
qemu_require
qemu_arguments "$board" "$image" ,virtualization=on

printf '%s\n' "Booting $image in QEMU ($board)." \
    "To leave QEMU: press Ctrl-A, then X." ""
exec "$QEMU" "${arguments[@]}" -nic none
