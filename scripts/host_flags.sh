#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints the host compiler's flags for libraries that are not in its own folders: Homebrew's.
# Elsewhere nothing is needed, and nothing is printed.
set -u

command -v brew >/dev/null 2>&1 || exit 0
folder=$(brew --prefix 2>/dev/null)
if [ -f "$folder/include/cmocka.h" ] || [ -f "$folder/include/jansson.h" ]; then
    printf -- '-I%s/include -L%s/lib\n' "$folder" "$folder"
fi
