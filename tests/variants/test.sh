#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the tests of SDKs like other families' share; sourced, after lib.sh of the system tests.
# shellcheck disable=SC2154  # board, limit, sdk and work are from lib.sh of the system tests

# shellcheck source=tests/variants/lib.sh
. tests/variants/lib.sh

# variant_begin NAME VERSION: from here on $sdk is that variant, $board its board.  Tasks 4 and 7
# are shortened, in a copy: task4_passes_from_el1 and task7_passes_from_el1 boot all of them.
variant_begin() {
    variant_make "$1" "$2" "$sdk" "$work" || fail "$1 does not build (in $work/make.log)"
    sdk=$work/sdk
    # shellcheck disable=SC2034  # build_example and tests read it
    board=qemu_virt_aarch64
    copy_sources "$work/short"
    shorten_task4 "$work/short"
    shorten_task7 "$work/short"
}

# variant_build TASK...: with nothing but the variant.
variant_build() {
    local path
    path=$(cd "$sdk" && pwd)
    make_afresh -j2 -C "$work/short" BUILD=build MICROKIT_SDK="$path" "$@" >"$work/log" 2>&1 ||
        fail "$(grep -m 1 -i error "$work/log") (in $work/log)"
    expect_line "$work/log" "with $path "
    [ ! -e "$work/short/build/sdk" ] || fail "our own SDK was built too"
}

# variant_boot TASK: until its verdict; the transcript is $work/TASK.
variant_boot() {
    boot_task "$1" "$work/$1" "$work/short/build/$1/loader.img" '^TASK[0-9]+ [A-Z]+ ' "$limit"
}

# variant_passes TASK...: builds and boots them; each makes all its checks, and they hold.
variant_passes() {
    local task
    variant_build "$@"
    for task in "$@"; do
        variant_boot "$task"
        expect_line "$work/$task" '^TASK[0-9]+ PASS ([0-9]+)/\1 checks$'
    done
}

# variant_leaves_the_timer_open: after variant_passes task3 task4: who tries finds that the physical
# timer is everybody's, and both say so.
variant_leaves_the_timer_open() {
    expect_line "$work/task3" \
        "^warden: this kernel leaves it to everybody; the prober could stop a neighbour's timer\$"
    expect_line "$work/task4" \
        '^handler: ok    it stopped it, for this kernel leaves that timer to everybody$'
}

# variant_gives_away TASK WHO SLOT,...: after variant_passes: WHO names these slots, and no others,
# as more than the description needs, and says what the last one is good for.
variant_gives_away() {
    local slots
    slots=$(sed -n "s/^$2: slot \([0-9]*\): .*/\1/p" "$work/$1" | uniq | paste -s -d , -)
    [ "$slots" = "$3" ] || fail "$1: $3 are given away, but it says '$slots' (in $work/$1)"
    expect_line "$work/$1" "^$2: slot ${3##*,}: .*receiv.* answer(ed)? in the owner's name$"
}

# variant_runs_examples: with their own Makefiles; each ends with its last line.  But for vmm, which
# needs a guest.
variant_runs_examples() {
    local example options last='hello, world|client: the server signals: .*'
    printf 'quit\n' >"$work/quit"
    for example in example/*/Makefile; do
        example=$(basename "$(dirname "$example")")
        [ "$example" != vmm ] || continue
        options=(--icount)
        [ "$example" != uart_driver ] || options=(--type '^Type a line' "$work/quit")
        (
            work=$work/$example
            mkdir -p "$work"
            build_example "$example" debug
            boot "$work/transcript" "${options[@]}" "$work/debug/loader.img" \
                "^([A-Z_]+ (PASS|FAIL) |($last)\$)" "$limit"
            expect_line "$work/transcript" "^([A-Z_]+ PASS |($last)\$)"
        ) || fail "the example $example (in $work/$example)"
    done
}
