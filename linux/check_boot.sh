#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# check_boot.sh KERNEL ARCHIVE LOG: whether KERNEL, which may be anybody's (LINUX_KERNEL=FILE),
# boots on the emulated machine and runs the first program of ARCHIVE.  Says so if not; the console
# is LOG.  It takes some seconds, where each of the boots that follow would wait for its limit.
set -u
# Far above what it takes even on a busy machine.
limit=180

if "$(dirname "$0")/../scripts/run_until.sh" --icount --linux "$1" nokaslr "$2" '^GUEST DONE' \
    $limit >"$3" 2>&1; then
    exit 0
fi
printf '%s\n' "error: the kernel $1 does not run our first program: $(tail -n 1 "$3" |
    LC_ALL=C tr -cd '[:print:]')" \
    "  its console: $3" >&2
exit 1
