#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run_until.sh [--board BOARD] [--manual | --el1] [--kernel] [--at ADDRESS] [--first-uart]
#              [--icount] [--type REGEX FILE]... [--linux KERNEL COMMAND_LINE]
#              [--plugin FILE,ARGUMENTS] [--qemu ARGUMENT]... IMAGE REGEX LIMIT
#
# Boots IMAGE in QEMU, copies its console to stdout, and ends QEMU as soon as a line matches REGEX
# (an extended regular expression).  LIMIT, in seconds, only ends a system that hangs.
#
#   --board    the board that the image is for, instead of qemu_virt_aarch64
#   --manual   exactly the Microkit manual's command line (ours adds that there is no network)
#   --el1      start the machine at EL1 (without `virtualization=on`)
#   --kernel   IMAGE is an ELF file, and QEMU's own boot loader starts it
#   --at       put the image there, not where it is linked
#   --first-uart  read what the machine's first UART prints, if the console is another one
#   --icount   one instruction is one nanosecond of the machine's time, and what is random otherwise
#              is the same in every run
#   --linux    boot a Linux KERNEL on the same machine, with IMAGE as its first file system
#   --plugin   let QEMU load this plugin
#   --qemu     one more argument of QEMU's; a later -machine, -cpu or -m wins over ours
#   --type     when a line matches REGEX, type what is in FILE; with several, each in its turn
#
# Exit status: 0 the line came; 1 QEMU ended without it, or could not start; 2 LIMIT passed.
set -u
# shellcheck source=scripts/qemu.sh
. "$(dirname "$0")/qemu.sh"

board=qemu_virt_aarch64
machine=,virtualization=on
network=(-nic none)
extra=()
boot_loader=
kernel=
command_line=
typing=() # REGEX FILE REGEX FILE ...
typing_count=0
while :; do
    case ${1:-} in
    --board)
        board=$2
        shift
        ;;
    --manual) network=() ;;
    --el1) machine= ;;
    --kernel) boot_loader=yes ;;
    --at)
        # shellcheck disable=SC2034  # qemu.sh reads it
        image_address=$2
        shift
        ;;
    --first-uart)
        # shellcheck disable=SC2034  # qemu.sh reads it
        first_uart=yes
        ;;
    --icount)
        extra=(-icount 'shift=0,sleep=off' -seed 1 -rtc 'base=2026-01-01T00:00:00,clock=vm')
        ;;
    --qemu)
        extra+=("$2")
        shift
        ;;
    --plugin)
        extra+=(-plugin "$2")
        shift
        ;;
    --type)
        typing+=("$2" "$3")
        typing_count=$((typing_count + 2))
        shift 2
        ;;
    --linux)
        kernel=$2
        command_line=$3
        shift 2
        ;;
    *) break ;;
    esac
    shift
done
image=$1
regex=$2
limit=$3

qemu_require "$board"
if [ -n "$kernel" ]; then
    qemu_linux_arguments "$kernel" "$image" "$machine" "$command_line"
else
    qemu_arguments "$board" "$image" "$machine" "$boot_loader"
fi

pipe=$(mktemp -d "${TMPDIR:-/tmp}/run_until.XXXXXX") || exit 1
qemu=
typist=
# KILL, because with -icount and an idle machine QEMU has been seen to ignore TERM.  There is
# nothing that it would have to save.
cleanup() {
    if [ -n "$qemu" ]; then
        kill -KILL "$qemu"
        wait "$qemu"
    fi 2>/dev/null
    [ -z "$typist" ] || kill "$typist" 2>/dev/null
    rm -rf "$pipe"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

# typed LINE: types what is due after LINE.  In the background: QEMU may take it only after it has
# got rid of its output, which is read below.
next=0
typed() {
    [ "$next" -lt "$typing_count" ] || return 0
    if [[ $1 =~ ${typing[next]} ]]; then
        cat "${typing[next + 1]}" >&4 &
        typist=$!
        next=$((next + 2))
    fi
}

mkfifo "$pipe/console" "$pipe/keys" || exit 1
# Both ways, so that opening it does not wait; and it stays open until the end.
exec 4<>"$pipe/keys"
keys=/dev/null
[ "$typing_count" -eq 0 ] || keys=$pipe/keys
# The odd expansion is for bash 3.2, where an empty array is unset under `set -u`.
"$QEMU" "${arguments[@]}" ${network[@]+"${network[@]}"} ${extra[@]+"${extra[@]}"} \
    <"$keys" >"$pipe/console" 2>&1 4>&- &
qemu=$!
exec 3<"$pipe/console"

deadline=$((SECONDS + limit))
while :; do
    left=$((deadline - SECONDS))
    [ "$left" -ge 1 ] || left=1
    line=
    IFS= read -r -t "$left" line <&3
    status=$?
    line=${line%$'\r'}
    if [ "$status" -eq 0 ] || [ -n "$line" ]; then
        printf '%s\n' "$line"
    fi
    if [[ $line =~ $regex ]]; then
        exit 0
    fi
    typed "$line"
    if [ "$SECONDS" -ge "$deadline" ]; then
        printf '%s\n' "error: no line matched '$regex' within $limit seconds" >&2
        exit 2
    fi
    if [ "$status" -ne 0 ]; then
        printf '%s\n' "error: QEMU ended before a line matched '$regex'" >&2
        exit 1
    fi
done
