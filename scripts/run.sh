#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh FILE: boots on this terminal the image that FILE names (a line: BOARD IMAGE CONFIG), or
# one after the other if there are several.
# Every demonstration's rule writes that file, so this is what was built last.
#
# Ends QEMU at the demonstration's verdict, unless KEEP=1.  SILENCE is for how many seconds nothing
# is printed before it says what that can mean, and how to leave: by default 10, and 60 where QEMU
# counts instructions, so that a second of the machine's can take a busy host many.
#
# Exit status: 0, also if somebody left QEMU before the verdict; 1 if the verdict was FAIL or
# UNKNOWN, or nothing could be run.
set -eu
# shellcheck source=scripts/qemu.sh
. "$(dirname "$0")/qemu.sh"

if ! [ -f "$1" ]; then
    printf '%s\n' "error: nothing to run was built yet" "  Try: make task2 run" >&2
    exit 1
fi
if [ "$(wc -l <"$1")" -gt 1 ]; then
    while IFS= read -r line <&9; do
        printf '%s\n' "$line" >"$1.now"
        "$0" "$1.now" 9<&- || exit
    done 9<"$1"
    exit 0
fi
read -r board image config <"$1"
if ! [ -f "$image" ]; then
    printf '%s\n' "error: $image, which was built last, is gone" "  Try: make task2 run" >&2
    exit 1
fi
qemu_require "$board"
qemu_arguments "$board" "$image" ,virtualization=on

toolchain=$(dirname "$1")/toolchain.mk
leave='To leave QEMU: press Ctrl-A, then X.  (Ctrl-C goes to the machine inside.)'
printf '%s\n' "Booting $image in QEMU ($board, $config)."
if [ -n "$machine_words" ]; then
    printf '%s\n' "It needs more of the machine, as the file \`machine\` beside it says:" \
        " $machine_words"
fi
if [ "$config" != debug ] && [ "$config" != selftest ]; then
    printf '%s\n' "The screen stays empty: in \`$config\`, nothing is printed through the kernel." \
        "MICROKIT_CONFIG=debug, the default, is built to print." "$leave" ""
    exec "$QEMU" "${arguments[@]}" -nic none
fi
if [ "${KEEP:-0}" = 0 ]; then
    printf '%s\n' "It ends with the demonstration's verdict; with KEEP=1 it runs on."
fi
printf '%s\n' "$leave" ""

folder=$(mktemp -d "${TMPDIR:-/tmp}/run.XXXXXX") || exit 1
qemu=
# TERM, so that QEMU gives the terminal back as it was.
cleanup() {
    [ -z "$qemu" ] || kill "$qemu" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

# What QEMU prints goes to the terminal as it comes, and in lines to the loop below.
mkfifo "$folder/console" "$folder/lines" "$folder/look.in" "$folder/look.out"
exec 3<&0 5<>"$folder/look.in" 6<>"$folder/look.out"
tee "$folder/lines" <"$folder/console" 3<&- &
terminal=$!
"$QEMU" "${arguments[@]}" -nic none -chardev "pipe,id=look,path=$folder/look" \
    -mon chardev=look <&3 >"$folder/console" 2>"$folder/errors" 5>&- 6<&- &
qemu=$!
exec 4<"$folder/lines"

addr2line=$(sed -n 's/^TARGET_SIZE *:*= *\(.*\)size\(.*\)/\1addr2line\2/p' \
    "$toolchain" 2>/dev/null) || addr2line=

# function_and_line PROGRAM PC: prints two lines, of which one that is not known is `??`.
function_and_line() {
    "${addr2line:-addr2line}" -f -i -e "$(dirname "$image")/$1" "$2" 2>/dev/null | sed -n '1,2p'
}

# where_it_crashed COMPONENT PC: after a report of the monitor's, the line in the source, which only
# the program's file knows; nothing if there is none with the component's name.
where_it_crashed() {
    local function line
    { read -r function && read -r line; } < <(function_and_line "$1.elf" "$2") || return 0
    case $line in
    '??'* | *:0 | *:'?') return 0 ;;
    esac
    printf '%s\n' "(That pc of $1 is in $function, ${line#./})"
}

asked=4096

# where_it_is: prints what the processor does now, as far as QEMU tells through the monitor that is
# here for this alone, which the system does not notice: the kernel, or which function of which
# component.  All programs are at the same addresses; the reader knows what does not return.
where_it_is() {
    local line='' pc='' mode='' program name
    # An answer that came too late to an earlier question is still there: a number that only this
    # question has, and that is echoed otherwise than it is answered, ends what is not its own.
    asked=$((asked + 1))
    printf 'print %d\ninfo registers\n' "$asked" >&5
    until [[ $line =~ ^"$(printf '0x%x' "$asked")"[^0-9a-f]*$ ]]; do
        IFS= read -r -t 10 line <&6 || return 0
    done
    while [ -z "$mode" ] && IFS= read -r -t 10 line <&6; do
        if [[ $line =~ PC=([0-9a-f]+) ]]; then pc=$(printf '0x%x' "0x${BASH_REMATCH[1]}"); fi
        if [[ $line =~ (EL[0-3]) ]]; then mode=${BASH_REMATCH[1]}; fi
    done
    case $mode in
    '') return 0 ;;
    EL0) printf '%s\n' " A component runs, and nobody of lower priority does: its pc is $pc." ;;
    *) printf '%s\n' ' No component runs: all wait, or the kernel works, or a guest.' && return 0 ;;
    esac
    for program in "$(dirname "$image")"/*.elf; do
        name=$("${addr2line:-addr2line}" -f -e "$program" "$pc" 2>/dev/null | head -n 1) || name=
        case $name in
        '' | '??') ;;
        *) printf '%s\n' " In $(basename "$program") that is in $name." ;;
        esac
    done
}

# watch: returns 0 when the console has ended, or shown a verdict at which to end; `verdict` is that
# line, or empty.
verdict=
is_stopped="^monitor: PD '([^/]*)' is stopped:"
is_pc='^monitor:   pc +(0x[0-9a-f]+)'
is_end='^monitor:   x30 '
is_verdict='^(TASK[0-9]+|SELFTEST) (PASS|FAIL|UNKNOWN) '
watch() {
    local line since=$SECONDS silence=10 limit who='' pc=''
    local stopped='Perhaps a component was stopped that others wait for.'
    case $machine_words in *' -icount '*) silence=60 ;; esac
    silence=${SILENCE:-$silence}
    limit=(-t "$silence")
    while :; do
        if IFS= read -r ${limit[@]+"${limit[@]}"} line <&4; then
            since=$SECONDS
            [ -n "$verdict" ] || limit=(-t "$silence")
        elif [ ${#limit[@]} -gt 0 ] && [ $(((SECONDS - since) * 2)) -ge "$silence" ]; then
            # Once, until there is a line.  Was this the console's end, the next read says so.
            printf '%s\n' "(Nothing was printed for $silence seconds."
            where_it_is
            printf ' %s\n' "$stopped  What else it can be:" \
                'docs/sdk.md, "When nothing happens".' "$leave)"
            limit=()
            continue
        else
            return 0
        fi
        if [[ $line =~ $is_pc ]]; then pc=${BASH_REMATCH[1]}; fi
        if [[ $line =~ $is_end ]] && [ -n "$pc" ]; then
            where_it_crashed "$who" "$pc"
            pc=
        fi
        if [[ $line =~ $is_stopped ]]; then
            who=${BASH_REMATCH[1]}
            pc=
            stopped='Above, a component was stopped: others may wait for it.'
        fi
        if [[ $line =~ $is_verdict ]]; then
            verdict=${line%$'\r'}
            limit=()
            [ "${KEEP:-0}" != 0 ] || return 0
            printf '%s\n' "" "The demonstration is over; KEEP=1 keeps QEMU." "$leave"
        fi
    done
}
watch

# end_qemu: by force if asking is not enough: with -icount and an idle machine QEMU has been seen to
# go on.
end_qemu() {
    local tries=0
    kill "$qemu"
    while kill -0 "$qemu" 2>/dev/null && [ "$tries" -lt 30 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -KILL "$qemu" 2>/dev/null || true
}

[ -z "$verdict" ] || [ "${KEEP:-0}" != 0 ] || end_qemu
status=0
wait "$qemu" 2>/dev/null || status=$?
qemu=
cat <&4 >/dev/null # so that nothing holds up what writes there
wait "$terminal" || true
grep -v 'terminating on signal' "$folder/errors" >&2 || true
case $verdict in
*' PASS '*) ;;
*' FAIL '*) printf '%s\n' "" "The verdict is FAIL, which make calls an error." && exit 1 ;;
*' UNKNOWN '*)
    printf '%s\n' "" "The verdict is UNKNOWN, neither PASS nor FAIL; make calls that an error, too."
    exit 1
    ;;
*) exit $status ;;
esac
if [ "${KEEP:-0}" = 0 ]; then
    printf '%s\n' "" "That was the verdict, and QEMU has ended; KEEP=1 keeps it running."
fi
