#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# keep.sh FILE TEXT: makes FILE hold TEXT, and leaves it untouched if it does already, so that only
# a real change makes what depends on FILE out of date.
set -u
file=$1
text=$2

mkdir -p "$(dirname "$file")" || exit 1
if [ -f "$file" ] && [ "$(cat "$file")" = "$text" ]; then
    exit 0
fi
printf '%s\n' "$text" >"$file"
