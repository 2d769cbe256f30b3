#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# check_library.sh LIBRARY HEADER: says whether the host's compiler, CC, finds this library and its
# header, and if not, what installs them.
set -u
here=$(dirname "$0")

# CC may be several words.
# shellcheck disable=SC2046,SC2086
if {
    printf '#include <%s>\n' stdarg.h stddef.h stdint.h setjmp.h "$2"
    echo 'int main(void) { return 0; }'
} | ${CC:-cc} $("$here/host_flags.sh") -x c - "-l$1" -o /dev/null 2>/dev/null; then
    exit 0
fi
printf '%s\n' "error: ${CC:-cc} finds no library '$1' with the header $2" \
    '  `make setup` in front of the same goals, as in `make setup bench`, installs it.' >&2
exit 1
