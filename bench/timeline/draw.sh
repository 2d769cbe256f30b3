#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# draw.sh NAME FOLDER: FOLDER has `console`, what a run printed, and `events`, what the plugin noted
# of it; trace.json and index.html are written there.
set -eu
name=$1
folder=$2
here=$(dirname "$0")

LC_ALL=C awk -f "$here/text.awk" -f "$here/rows.awk" -v most="${EVENTS:-50000}" \
    "$folder/console" "$folder/events" \
    >"$folder/rows"
LC_ALL=C awk -f "$here/text.awk" -f "$here/trace.awk" -v name="$name" "$folder/rows" \
    >"$folder/trace.json"
LC_ALL=C awk -f "$here/text.awk" -f "$here/page.awk" -v name="$name" \
    -v style="$here/page.css" "$folder/rows" >"$folder/index.html"
left=$(sed -n 's/^[0-9]*.end.//p' "$folder/rows")
[ "$left" = 0 ] || echo "$left more events came later; EVENTS=NUMBER shows more."
echo "Wrote $folder/index.html, and trace.json beside it for https://ui.perfetto.dev."
