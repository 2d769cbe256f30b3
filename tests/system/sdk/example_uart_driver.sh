#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the example of a UART driver, in every configuration: what is typed shows up
# and can be corrected; of a paste that is far longer than the UART's FIFO and the driver's buffer,
# not one character is lost, however slow the client; and nothing but the example prints.
. "$(dirname "$0")/../lib.sh"

printf 'hello\rabX\bc\ngone\025here\n' >"$work/typed"
for i in $(seq 30); do
    echo "line $i of a paste: the quick brown fox jumps over the lazy dog and the wall $i times"
done >"$work/pasted"
printf 'quit\n' >"$work/quit"

{
    # shellcheck disable=SC2016  # the example prints these quotes
    echo 'Type a line, and it comes back reversed; `quit` ends this.'
    printf '> hello\nolleh\n> abX\b \bc\ncba\n'
    printf '> gone\b \b\b \b\b \b\b \bhere\nereh\n'
    while read -r line; do
        printf '> %s\n%s\n' "$line" "$(printf '%s' "$line" | rev)"
    done <"$work/pasted"
    echo '> quit'
    echo "UART_DRIVER PASS $((3 + 30 + 1)) lines," \
        "$((12 + $(tr -d '\n' <"$work/pasted" | wc -c) + 4)) characters, 0 lost"
} >"$work/expected"

# boot_and_type NAME CONFIG
boot_and_type() {
    build_example uart_driver "$2"
    boot "$work/transcript.$1" --board "$board" --type '^Type a line' "$work/typed" \
        --type '^ereh$' "$work/pasted" --type 'semit 03 .* enil$' "$work/quit" \
        "$work/$2/loader.img" '^UART_DRIVER (PASS|FAIL) ' "$limit"
    expect_transcript "$work/transcript.$1" <"$work/expected"
}

for config in debug release benchmark; do
    boot_and_type $config $config
done
at_el1=$board
board=qemu_virt_aarch64
boot_and_type el2 release
board=$at_el1

# An editor that dawdles: the driver's buffer fills up, and then the FIFO.
dawdle='for (volatile int i = 0; i < 1000000; i++) { }'
editor=$work/uart_driver/editor.c
sed "s/^    while (!over) {\$/& $dawdle/" "$editor" >"$work/slow.c"
! cmp -s "$work/slow.c" "$editor" || fail 'editor.c has no line to add a delay to'
mv "$work/slow.c" "$editor"
boot_and_type slow release
