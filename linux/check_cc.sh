#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# check_cc.sh COMPILER: says whether COMPILER links static programs for arm64 Linux, and if not,
# what would.
set -u
program=$(mktemp "${TMPDIR:-/tmp}/check_cc.XXXXXX") || exit 1
trap 'rm -f "$program"' EXIT

# COMPILER may be several words.
# shellcheck disable=SC2086
if {
    printf '#include <%s>\n' unistd.h linux/seccomp.h
    echo 'int main(void) { return getpid() < 0; }'
} | $1 -static -x c - -o "$program" 2>/dev/null; then
    exit 0
fi
printf '%s\n' "error: $1 cannot build static programs for arm64 Linux" \
    '  The comparison needs a cross compiler with a C library, for instance Debian'"'"'s' \
    '  gcc-aarch64-linux-gnu with libc6-dev-arm64-cross (`make setup compare` installs them).' \
    '  LINUX_CC=COMPILER names another.' >&2
exit 1
