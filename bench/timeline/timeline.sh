#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# timeline.sh FOLDER PLUGIN NM KERNEL SYSTEM NAME: boots the image in the folder SYSTEM, whose
# report says where everything is, until the demonstration NAME ends with its verdict, writes into
# FOLDER what ran when: index.html, a page to read, and trace.json for viewers.  PLUGIN-N.so are
# the plugins for version N of QEMU's interface; NM is the toolchain's program of that name.
set -eu
folder=$1
plugin=$2
nm=$3
kernel=$4
system=$5
name=$6
here=$(dirname "$0")

verdict=$(printf '%s' "$name" | tr '[:lower:]' '[:upper:]')
plugin=$("$here/../trace/pick.sh" "$plugin")
rm -rf "$folder"
mkdir -p "$folder"

# What of the kernel's is told of, under which name.
"$nm" "$kernel" | awk '
    BEGIN {
        what["kernel_interrupt"] = "interrupt"
        what["kernel_vm_fault"] = "memory-fault"
        what["kernel_user_exception"] = "exception"
        what["endpoint_send"] = "send"
        what["arch_putc"] = "character"
    }
    $3 in what { print $1, what[$3] }' >"$folder/functions"

# Whose code can be where: a program's, the initial task's, or, if it was put there, a region's.
sed -n 's/^  0x\([0-9a-f]*\) to 0x\([0-9a-f]*\)  *[0-9]* bytes  \(.*\)$/\1 \2 \3/p' \
    "$system/report.txt" | sed -n \
    -e 's/: program at 0x[0-9a-f]*$//p' \
    -e 's/^\([0-9a-f]* [0-9a-f]*\) initial task$/\1 initial task, monitor/p' \
    -e 's/^\([0-9a-f]* [0-9a-f]*\) region /\1 code in region /p' \
    >"$folder/programs"
physical=$(sed -n 's/^  kernel, where it runs *0x\([0-9a-f]*\) .*/\1/p' "$system/report.txt")
virtual=$(sed -n 's/^  kernel  *0x\([0-9a-f]*\) .*/\1/p' "$system/report.txt")

arguments=kernel=$virtual:$physical,programs=$folder/programs,functions=$folder/functions
"$here/../../scripts/run_until.sh" --icount --plugin "$plugin,$arguments,out=$folder/events" \
    "$system/loader.img" "^$verdict (PASS|FAIL)" 600 >"$folder/console" || {
    cat "$folder/console" >&2
    exit 1
}
"$here/draw.sh" "$name" "$folder"
