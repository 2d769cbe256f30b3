#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# audit.sh [--sdk DIR] [--board BOARD] [--config CONFIG] [--description FILE] [--report FILE]
#          [--kernel FILE] [--search-path DIR]... [--until REGEX]... [--draw DIR] [--seconds N]
#          [--icount] [--qemu ARGUMENT]... IMAGE
#
# Boots IMAGE, made with our SDK, in QEMU, stops it before the first instruction of a component,
# and compares the authority that is in the machine's memory then with the system description and
# with the report (audit/README.md).
#
#   --sdk          the SDK that it was built with: MICROKIT_SDK, else build/sdk
#   --board        of the image: MICROKIT_BOARD, else qemu_virt_aarch64
#   --config       of the image: MICROKIT_CONFIG, else debug
#   --description  the system description; if it is left out, the one .system or .xml file that is
#                  in the image's folder or in the one above
#   --report       what the tool wrote with -r: report.txt beside the image
#   --kernel       the ELF file of the kernel, if it is not that of the SDK
#   --search-path  where the programs are, besides the image's folder
#   --until        go on, and look again when a line of the console matches this extended regular
#                  expression; with several, each in its turn
#   --draw         draw both, what is described and what there is, into that folder
#   --seconds      how long to wait for each of these, 60 if not said
#   --icount       one instruction is one nanosecond of the machine's time
#   --qemu         one more argument of QEMU's
#
# Exit status: 0 equal, 1 something differs, 2 it could not be looked at.
set -u
# shellcheck source=scripts/qemu.sh
. "$(dirname "$0")/qemu.sh"

sdk=${MICROKIT_SDK:-${BUILD:-build}/sdk}
board=${MICROKIT_BOARD:-qemu_virt_aarch64}
config=${MICROKIT_CONFIG:-debug}
auditor=${AUDITOR:-${BUILD:-build}/audit/audit}
description=
report=
kernel=
options=()
extra=()

die() {
    printf '%s\n' "$@" >&2
    exit 2
}

while [ $# -gt 1 ]; do
    case $1 in
    --icount)
        extra+=(-icount 'shift=0,sleep=off' -seed 1 -rtc 'base=2026-01-01T00:00:00,clock=vm')
        shift
        continue
        ;;
    --sdk) sdk=$2 ;;
    --board) board=$2 ;;
    --config) config=$2 ;;
    --description) description=$2 ;;
    --report) report=$2 ;;
    --kernel) kernel=$2 ;;
    --qemu) extra+=("$2") ;;
    --search-path | --until | --draw | --seconds) options+=("$1" "$2") ;;
    *) die "error: unknown option '$1'" "  expected: see the top of $0" ;;
    esac
    shift 2
done
[ $# -eq 1 ] || die "error: no image" "  expected: $0 [OPTION]... IMAGE; see its top"
image=$1

# ---- What belongs to the image ----

[ -f "$image" ] || die "error: there is no image $image"
here=$(dirname "$image")
if [ -z "$description" ]; then
    for folder in "$here" "$here/.."; do
        for file in "$folder"/*.system "$folder"/*.xml; do
            [ -f "$file" ] || continue
            [ -z "$description" ] || die "error: which description is it?  $description and $file" \
                "  are both there; --description FILE says so"
            description=$file
        done
        [ -z "$description" ] || break
    done
    [ -n "$description" ] || die "error: no description beside $image; expected --description FILE"
fi
[ -f "$description" ] || die "error: there is no description $description"
report=${report:-$here/report.txt}
[ -f "$report" ] || die "error: there is no report $report" \
    "  expected: what the tool writes with -r; --report FILE names another place"
[ -n "$kernel" ] || [ -d "$sdk/board/$board/$config" ] ||
    die "error: $sdk has no board $board with configuration $config" \
        "  expected: the SDK that the image was built with; --sdk, --board, --config say which"
kernel=${kernel:-$sdk/board/$board/$config/elf/sel4.elf}
[ -f "$kernel" ] || die "error: there is no kernel $kernel; --kernel FILE names another place"
[ -x "$auditor" ] || die "error: there is no $auditor: make ${auditor}"

# ---- The machine ----

qemu_require "$board"
case $board in
rpi4b_*)
    memory_base=0
    memory_size=2G
    [ "$board" != rpi4b_1gb ] || memory_size=1G
    ;;
*)
    memory_base=0x40000000
    memory_size=2G
    ;;
esac
# Short, for a socket's name has to be; and where a sparse file costs nothing.
work=$(mktemp -d "${TMPDIR:-/tmp}/audit.XXXXXX") || exit 2
qemu=
cleanup() {
    if [ -n "$qemu" ]; then
        kill -KILL "$qemu"
        wait "$qemu"
    fi 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 2' INT TERM

qemu_arguments "$board" "$image" ,virtualization=on
# The machine's memory is a file, which can be looked at while it stands still.  A later -m wins.
arguments+=(-m "$memory_size"
    -object "memory-backend-file,id=audited,mem-path=$work/ram,size=$memory_size,share=on"
    -machine memory-backend=audited -S
    -chardev "socket,id=debugger,path=$work/gdb,server=on,wait=off" -gdb chardev:debugger)
case " ${arguments[*]} " in
*' -nic '*) ;;
*) arguments+=(-nic none) ;;
esac
mkfifo "$work/console" || exit 2
# The odd expansion is for bash 3.2, where an empty array is unset under `set -u`.
"$QEMU" "${arguments[@]}" ${extra[@]+"${extra[@]}"} </dev/null >"$work/console" 2>&1 &
qemu=$!

"$auditor" --board "$board" --config "$config" --description "$description" --report "$report" \
    --kernel "$kernel" --memory "$work/ram" --memory-base "$memory_base" --socket "$work/gdb" \
    --search-path . --search-path "$here" ${options[@]+"${options[@]}"} <"$work/console"
