#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh IMAGE FOLDER: boots the image that measures operations with few and many threads and
# capabilities, prints the table, and leaves it in FOLDER as scale.log and scale.svg.  Fails if an
# operation costs more with many.
set -eu
here=$(dirname "$0")

mkdir -p "$2"
"$here/../../scripts/run_until.sh" --icount "$1" '^(SCALE DONE|the benchmark cannot )' 600 \
    >"$2/scale.log" || {
    cat "$2/scale.log" >&2
    exit 1
}
awk -f "$here/graph.awk" "$2/scale.log" >"$2/scale.svg"
awk -f "$here/table.awk" "$2/scale.log"
