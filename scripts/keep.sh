#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# keep.sh FOLDER/FILE TEXT: makes that file hold TEXT, and leaves it untouched if it does already,
# so that only a real change makes what depends on it out of date.
set -u
file=$1
text=$2

folder=${file%/*}
[ -d "$folder" ] || mkdir -p "$folder" || exit 1
if [ -f "$file" ] && [ "$(<"$file")" = "$text" ]; then
    exit 0
fi
printf '%s\n' "$text" >"$file"
