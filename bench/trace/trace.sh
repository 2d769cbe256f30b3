#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# trace.sh ROW FOLDER PLUGIN IMAGES KERNEL OBJDUMP: runs the benchmark in IMAGES up to ROW and says
# how many instructions of one repetition are executed in each function.  PLUGIN-N.so are the
# plugins for version N of QEMU's interface; FOLDER gets what was recorded; OBJDUMP is the
# toolchain's program of that name.
set -eu
row=$1
folder=$2
plugin=$3
images=$4
kernel=$5
objdump=$6
here=$(dirname "$0")

# As in bench.h.
iterations=$(sed -n 's/.*ITERATIONS = \([0-9]*\),.*/\1/p' "$here/../bench.h")

grep -q "{\"$row\"," "$here/../runner.c" || {
    printf '%s\n' "error: ROW=$row: the benchmark has no such row that can be traced" \
        "  expected one of: $(sed -n 's/^    {"\([a-z0-9_]*\)",.*/\1/p' "$here/../runner.c" |
            tr '\n' ' ')" >&2
    exit 1
}
command -v "$objdump" >/dev/null || {
    echo "error: $objdump not found; it belongs to the toolchain's binutils or LLVM" >&2
    exit 1
}
plugin=$("$here/pick.sh" "$plugin")
mkdir -p "$folder"
rm -f "$folder/counts"
"$here/../../scripts/run_until.sh" --icount --plugin "$plugin,out=$folder/counts" \
    "$images/loader.img" "^BENCH ($row |DONE)" 600 >"$folder/log" || {
    cat "$folder/log" >&2
    exit 1
}
figure=$(awk -v row="$row" '$2 == row { print $3 }' "$folder/log")
section=$(grep -c '^BENCH ' "$folder/log")

programs=()
for elf in "$kernel" "$images"/*.elf; do
    "$objdump" -d "$elf" >"$folder/$(basename "$elf" .elf).code"
    programs+=("$folder/$(basename "$elf" .elf).code")
done
awk -f "$here/trace.awk" -v row="$row" -v figure="$figure" -v section="$section" \
    -v iterations="$iterations" ${programs[@]+"${programs[@]}"} "$folder/counts"
