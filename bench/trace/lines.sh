#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# lines.sh ROW FOLDER PLUGIN ROWS_IMAGE TASK_IMAGE KERNEL NM ADDR2LINE: runs the benchmark in one of
# the images, whose programs mark repetitions, up to ROW and says which lines of code and of data
# the kernel touches in one repetition: what is executed of a line, who reads and writes what of it.
# PLUGIN-N.so are the plugins for version N of QEMU's interface; FOLDER gets what was recorded;
# NM and ADDR2LINE are the toolchain's programs of these names.
set -eu
row=$1
folder=$2
plugin=$3
rows_image=$4
task_image=$5
kernel=$6
nm=$7
addr2line=$8
here=$(dirname "$0")

if grep -q "{\"$row\"," "$here/../runner.c"; then
    image=$rows_image
elif [ -n "$row" ] && grep -q "\"$row\"" "$here"/../kernel/*.c; then
    image=$task_image
else
    printf '%s\n' "error: ROW=$row: the benchmark has no such row whose lines can be listed" \
        "  expected one of: $(cat "$here/../runner.c" "$here"/../kernel/*.c | sed -n \
            -e 's/^    {"\([a-z0-9_]*\)",.*/\1/p' \
            -e 's/^    [a-z_]*("\([a-z0-9]*_[a-z0-9]*\)",.*/\1/p' \
            -e 's/^    console_row("\([a-z0-9_]*\)",.*/\1/p' | tr '\n' ' ')" >&2
    exit 1
fi
for tool in "$nm" "$addr2line"; do
    command -v "$tool" >/dev/null || {
        echo "error: $tool not found; it belongs to the toolchain's binutils or LLVM" >&2
        exit 1
    }
done
mkdir -p "$folder"
"$here/touched.sh" "$folder/lines" "$plugin,details=on" ffff000000000000 "$image" \
    "^BENCH ($row |DONE)" 600 >"$folder/figures"
figures=$(awk -v row="$row" '$2 == row { $1 = $2 = ""; print }' "$folder/figures")
[ -n "$figures" ] || {
    echo "error: ROW=$row: no repetition of this row is marked" >&2
    exit 1
}

# What was touched in the last row: code and data, and the source of each access to data.
awk '
    $1 == "row" { n = 0; next }
    { line[++n] = $0 }
    END { for (i = 1; i <= n; i++) print line[i] }' "$folder/lines" >"$folder/touched"
# What is written in assembly has no size, and numbers and local labels are no places.
"$nm" -S "$kernel" | awk '
    $(NF - 1) ~ /^[tTrRdDbB]$/ && $NF !~ /^[$.]/ { print "symbol", $1, NF == 4 ? $2 : "-", $NF }' |
    LC_ALL=C sort -k2,2 >"$folder/symbols"
awk '$1 == "data" { print $3 }' "$folder/touched" | LC_ALL=C sort -u >"$folder/addresses"
"$addr2line" -e "$kernel" <"$folder/addresses" | sed -e 's/ (.*//' -e 's#^.*/##' \
    >"$folder/lines_of_source"
paste -d ' ' "$folder/addresses" "$folder/lines_of_source" | sed 's/^/source /' >"$folder/sources"
# shellcheck disable=SC2086  # the figures are words
LC_ALL=C awk -v row="$row" -v figures="$figures" -f "$here/lines.awk" "$folder/symbols" \
    "$folder/sources" "$folder/touched"
