#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tree.sh OUTPUT FILES COMPILER...: the guest's device tree, for a first file system that is FILES.
# COMPILER preprocesses it; one of its arguments may be -DGUEST_ARGUMENTS="...", what Linux is told.
set -u
output=$1
files=$2
shift 2
folder=$(dirname "$0")

command -v dtc >/dev/null 2>&1 || {
    printf '%s\n' 'error: the device tree compiler, dtc, is not installed' \
        '  `make setup test` installs it (device-tree-compiler, on a Mac dtc).' >&2
    exit 1
}
start=$(awk '$2 == "GUEST_INITRD" { print $3 }' "$folder/../vm/guest_map.h")
end=$(printf '0x%x' $((start + $(wc -c <"$files"))))
# -undef, for compilers for Linux know a macro `linux`, which is the begin of names in the tree.
"$@" -E -P -undef -x assembler-with-cpp -I"$folder/../vm" -DGUEST_INITRD_END="$end" \
    "$folder/guest.dts" >"$output.dts" && dtc -q -I dts -O dtb -o "$output.new" "$output.dts" &&
    mv "$output.new" "$output"
