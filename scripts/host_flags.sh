#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints the host compiler's flags for libraries that are not in its own folders: Homebrew's, on a
# Mac.  Elsewhere nothing is needed, and nothing is printed.
set -u

[ "$(uname -s)" = Darwin ] || exit 0
for folder in /opt/homebrew /usr/local; do
    if [ -f "$folder/include/cmocka.h" ]; then
        printf -- '-I%s/include -L%s/lib\n' "$folder" "$folder"
        exit 0
    fi
done
