#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the examples for the Raspberry Pi 4, by their own Makefiles: the timer's; the
# UARTs' drivers, each with its interrupt and, after a paste that is far longer than its FIFO, with
# nothing lost; and `make run`, which boots as our own scripts do.
. "$(dirname "$0")/../lib.sh"
# shellcheck source=scripts/qemu.sh
. scripts/qemu.sh
need_qemu_for rpi4b_2gb
board=rpi4b_2gb

build_example timer debug
boot "$work/timer.transcript" --board $board --at 0x10000000 "$work/debug/loader.img" \
    '^TIMER (PASS|FAIL) ' "$limit"
expect_line "$work/timer.transcript" '^TIMER PASS 20 ticks, 0 early$'

printf 'hello\rabX\bc\n' >"$work/typed"
for i in $(seq 20); do
    echo "line $i of a paste: the quick brown fox jumps over the lazy dog and the wall $i times"
done >"$work/pasted"
printf 'quit\n' >"$work/quit"
{
    # shellcheck disable=SC2016  # the example prints these quotes
    echo 'Type a line, and it comes back reversed; `quit` ends this.'
    printf '> hello\nolleh\n> abX\b \bc\ncba\n'
    while read -r line; do
        printf '> %s\n%s\n' "$line" "$(printf '%s' "$line" | rev)"
    done <"$work/pasted"
    echo '> quit'
    echo "UART_DRIVER PASS $((2 + 20 + 1)) lines," \
        "$((8 + $(tr -d '\n' <"$work/pasted" | wc -c) + 4)) characters, 0 lost"
} >"$work/expected"

build_example uart_driver release
# types NAME OPTION...: to one of the two UARTs.
types() {
    local transcript=$work/$1.transcript
    shift
    boot "$transcript" --board $board --at 0x10000000 "$@" --type '^Type a line' "$work/typed" \
        --type '^cba$' "$work/pasted" --type 'semit 02 .* enil$' "$work/quit" \
        "$work/release/loader.img" '^UART_DRIVER (PASS|FAIL) ' "$limit"
    expect_transcript "$transcript" <"$work/expected"
}
types mini_uart
types pl011 --first-uart

for name in rpi4b_1gb rpi4b_2gb; do
    make -C "$work/uart_driver" run MICROKIT_SDK="$(cd "$sdk" && pwd)" MICROKIT_BOARD=$name \
        CC="$TARGET_CC" LD="$TARGET_LD" QEMU='echo booted:' >"$work/run" 2>&1 ||
        fail "$name: $(tail -n 1 "$work/run")"
    qemu_arguments $name build/loader.img ''
    grep '^booted: ' "$work/run" | tr ' ' '\n' | sed 1d | sort >"$work/arguments"
    printf '%s\n' "${arguments[@]}" | sort | diff - "$work/arguments" >"$work/difference" ||
        fail "$name: make run boots otherwise: $(sed -n 2p "$work/difference")"
    rm -r "$work/uart_driver/build"
done
expect_failure "$work/no_qemu" make -C "$work/uart_driver" run MICROKIT_SDK="$(cd "$sdk" && pwd)" \
    MICROKIT_BOARD=rpi4b_8gb CC="$TARGET_CC" LD="$TARGET_LD" QEMU='echo booted:'
expect_line "$work/no_qemu" 'QEMU has no board rpi4b_8gb'
