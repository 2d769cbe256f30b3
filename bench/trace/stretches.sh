#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# stretches.sh FOLDER PLUGIN NM (KERNEL IMAGE REGEX)...: boots each IMAGE with the plugin, until a
# line matches REGEX, and prints the longest stretches in which its KERNEL took no interrupt.
# PLUGIN-N.so are the plugins for version N of QEMU's interface; FOLDER gets what was recorded; NM
# is the toolchain's program of that name.
#
# What prints on the console, which only the debug kernel does, is left out.
set -eu
folder=$1
plugin=$2
nm=$3
shift 3
here=$(dirname "$0")

plugin=$("$here/pick.sh" "$plugin")
mkdir -p "$folder"
# The methods, and what else a thread or the machine can ask for.
{
    sed -n 's/^    {[A-Za-z_]*, [0-9], [0-9], \([a-z_]*\)},$/\1/p' "$here"/../../kernel/core/*.c
    printf '%s\n' kernel_interrupt kernel_vm_fault kernel_user_exception endpoint_send \
        endpoint_receive notification_signal notification_receive reply_answer \
        sched_yield_current
} | sort -u >"$folder/operations"

while [ $# -ge 3 ]; do
    name=$(dirname "$2" | sed 's#.*/\([^/]*/[^/]*\)$#\1#; s#/#-#')
    # The last line is where the kernel ends.
    "$nm" "$1" | awk '(tolower($2) == "t" && $3 !~ /^\$/) || $3 == "ki_end" { print $1, $3 }' |
        sort >"$folder/$name.functions"
    arguments=functions=$folder/$name.functions,without=arch_putc,out=$folder/$name.stretches
    "$here/../../scripts/run_until.sh" --icount --plugin "$plugin,$arguments" "$2" "$3" 600 \
        >"$folder/$name.log" || {
        cat "$folder/$name.log" >&2
            exit 1
    }
    awk -v image="$2" -f "$here/stretches.awk" "$folder/operations" "$folder/$name.stretches"
    shift 3
done
