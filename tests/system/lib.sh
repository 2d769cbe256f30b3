#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the system tests share; sourced by each of them.  A test fails by `fail`, or because a
# command fails unexpectedly (`set -e`); the last line on stderr is its explanation.
set -eu
trap 'echo "line $LINENO: $BASH_COMMAND" >&2' ERR

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck disable=SC2034  # used by the tests
{
    build=${BUILD:-build}
    sdk=$build/sdk
    # That of most of the tests' images; what `make` takes if nothing is said is the other one's.
    board=qemu_virt_aarch64_el1
    levels="$board qemu_virt_aarch64" # boards whose kernels run at EL1, and at EL2
    # Far above what a boot takes even on a busy machine: it only ends a system that hangs.
    limit=500
}

# The makes of the tests know of the one that started them only its compilers and CFLAGS, and a
# tests/run.sh of theirs not what the outer one starts its tests with.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES MICROKIT_SDK MICROKIT_BOARD MICROKIT_CONFIG V FRESH

# Nearly every test builds what others have built, in another folder or but for a line.  Where
# ccache is installed, what is the same is compiled once: programs with the names of the compilers
# are links to it, and come first in PATH.  Objects know nothing of the folder they are built in
# (-ffile-prefix-map), so it makes no difference here either.
compile_once() {
    local cache compiler program
    program=$(command -v ccache) || return 0
    mkdir -p "$build/test/ccache/bin"
    cache=$(cd "$build/test/ccache" && pwd)
    for compiler in cc gcc clang g++ clang++ "${HOST_CC%% *}" "${TARGET_CC%% *}"; do
        case $compiler in
        */* | '') ;;
        *) [ -e "$cache/bin/$compiler" ] || ln -s "$program" "$cache/bin/$compiler" || true ;;
        esac
    done
    export CCACHE_DIR=$cache CCACHE_PATH=$PATH CCACHE_NOHASHDIR=1
    export CCACHE_IGNOREOPTIONS='-ffile-prefix-map=*' PATH=$cache/bin:$PATH
}
compile_once

fail() {
    trap - ERR
    echo "$*" >&2
    exit 1
}

# No commit waits for everything: what only varies what other tests have at each commit takes turns.
# Which of four it is, a commit's hash says; TURN, a number or `all`, says otherwise; `make test`
# says `commit`.
turns=4
commit=$(git rev-parse HEAD 2>/dev/null | cut -c 1-7)
commit=${commit:-0}
case ${TURN:-all} in
all | commit | [1-4]) ;;
*) fail "TURN=$TURN; expected all, commit or a number from 1 to 4" ;;
esac

# in_turn NUMBER...: whether it is the turn of one of these, which may be any that count on from 1.
in_turn() {
    local now=${TURN:-all} number
    [ "$now" != commit ] || now=$((0x$commit % turns + 1))
    for number in "$@"; do
        [ "$now" != all ] && [ $(((number - now) % turns)) -ne 0 ] || return 0
    done
    return 1
}

# takes_turn NUMBER...: in all other turns the test ends here.
takes_turn() {
    in_turn "$@" || not_its_turn
}

not_its_turn() {
    echo "SKIP $(basename "$0" .sh): it is not its turn; make test TURN=all runs it"
    exit 0
}

work=$build/test/$(basename "$0" .sh)
rm -rf "$work"
mkdir -p "$work"

# make_afresh ARGUMENTS...: nothing is built in the source tree, unless BUILD is among them.
make_afresh() {
    make --no-print-directory BUILD="$work/b" CFLAGS="$CFLAGS" "$@"
}

# copy_sources FOLDER: a copy of the tracked files as they are here.
copy_sources() {
    local file
    git ls-files | while IFS= read -r file; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done >"$work/sources"
    mkdir -p "$1"
    tar -cf - -T "$work/sources" | (cd "$1" && tar -xf -)
    chmod -R u+w "$1"
}

# shorten_task7 TREE: in that copy of the sources, part 1 has a tenth of its deadlines.  The text
# that is printed stays the same, and so does the verdict; a boot takes a fifth of the time.
shorten_task7() {
    local header=demos/task7/task7.h
    sed 's/\(CONTROL_PERIODS = 1000\)0,/\1,/' "$header" >"$1/$header"
    ! cmp -s "$header" "$1/$header" || fail "$header: nothing was shortened"
}

# shorten_task4 TREE: in that copy of the sources, the child crashes 128 times instead of 1,024.
shorten_task4() {
    local file
    sed 's/\(name="crash_log" size="0x\)10000"/\12000"/' demos/task4/system_fault.xml \
        >"$1/demos/task4/system_fault.xml"
    sed 's/^1009 more in a row/113 more in a row/' demos/task4/expected.txt \
        >"$1/demos/task4/expected.txt"
    for file in system_fault.xml expected.txt; do
        ! cmp -s "demos/task4/$file" "$1/demos/task4/$file" ||
            fail "demos/task4/$file: nothing was shortened"
    done
}

# expect_failure OUTPUT COMMAND...: COMMAND must fail; what it printed goes to OUTPUT.
expect_failure() {
    local output=$1
    shift
    if "$@" >"$output" 2>&1; then
        fail "succeeded, but was to fail: $*"
    fi
}

# expect_line FILE REGEX
expect_line() {
    grep -qE -- "$2" "$1" || fail "$1 has no line that matches: $2"
}

# boot TRANSCRIPT ARGUMENTS OF run_until.sh...: with a clock that counts instructions, so that
# nothing depends on how busy this machine is.  Not where the command line is the manual's, nor
# where somebody types, who has a clock of his own.
boot() {
    local transcript=$1
    shift
    case " $* " in
    *' --icount '* | *' --manual '* | *' --type '*) ;;
    *) set -- --icount "$@" ;;
    esac
    boot_by_this_clock "$transcript" "$@"
}

# boot_by_this_clock TRANSCRIPT ARGUMENTS...: as they are.  For systems that are busy for seconds,
# each of which is 10^9 instructions by the other clock, and whose verdict is the same however many
# they execute.  What the runner says is in TRANSCRIPT.runner.
boot_by_this_clock() {
    local transcript=$1
    shift
    scripts/run_until.sh "$@" >"$transcript" 2>"$transcript.runner" ||
        fail "$(grep -m 1 '^error: ' "$transcript.runner"); the console ends with" \
            "'$(tail -n 1 "$transcript")' (in $transcript)"
}

# boot_task TASK TRANSCRIPT ARGUMENTS...: by the clock that is the cheaper for it.  Task 8's guest
# Linux waits.
boot_task() {
    local task=$1
    shift
    case $task in
    task4 | task8) boot_by_this_clock "$@" ;;
    *) boot "$@" ;;
    esac
}

# build_example NAME CONFIG: builds a copy of the SDK's example for $board in $work/CONFIG, anew and
# by its own Makefile, with our warnings on top of its own, and all of them errors.
build_example() {
    local sdk_path folder warnings='-Wextra -Wconversion -Wshadow -Wmissing-prototypes -Werror'
    [ -d "$work/$1" ] || cp -R "$sdk/example/$1" "$work/$1"
    rm -rf "${work:?}/$2"
    mkdir -p "$work/$2"
    sdk_path=$(cd "$sdk" && pwd)
    folder=$(cd "$work/$2" && pwd)
    make --no-print-directory -C "$work/$1" MICROKIT_SDK="$sdk_path" MICROKIT_BOARD=$board \
        MICROKIT_CONFIG="$2" BUILD_DIR="$folder" \
        CC="$TARGET_CC $warnings" LD="$TARGET_LD" >"$work/$2.log" 2>&1 ||
        fail "$2: $(tail -n 1 "$work/$2.log") (in $work/$2.log)"
}

# expect_transcript FILE, what is expected on stdin.
expect_transcript() {
    diff - "$1" >"$1.difference" ||
        fail "$1 is not what was expected: $(sed -n 2p "$1.difference")"
}

# without_figures TRANSCRIPT: prints it but for the lines with figures that depend on the kernel.
without_figures() {
    grep -v '^measured: ' "$1" || true
}

# expected_at_el1 NUMBER: prints what that demonstration does where the kernel runs at EL1.
expected_at_el1() {
    without_figures "demos/task$1/expected.txt" | sed -f tests/system/at_el1.sed
}

# program FILE TEXT: makes FILE a program, which is the shell script TEXT.
program() {
    mkdir -p "$(dirname "$1")"
    rm -f "$1" # if it is a link, what it leads to stays as it is
    printf '#!/bin/sh\n%s\n' "$2" >"$1"
    chmod +x "$1"
}

# path_without FOLDER PATTERN...: prints a PATH with all programs of this one but those that match.
# FOLDER comes first in it, and is empty: a test's own programs go there.  All others are links to
# this machine's in a folder beside it, which is none of a test's business.
path_without() {
    local folder=$1 links=$1.links place
    shift
    mkdir -p "$folder" "$links"
    # The first folder of PATH that has a name wins, as it does in PATH: ln refuses the others.
    (
        IFS=:
        for place in $PATH; do
            ln -s "$place"/* "$links" 2>/dev/null || true
        done
    )
    # shellcheck disable=SC2068  # patterns
    (cd "$links" && rm -f $@)
    printf '%s:%s\n' "$(cd "$folder" && pwd)" "$(cd "$links" && pwd)"
}

# need_qemu_for BOARD: where no QEMU has the board, the test is skipped.
need_qemu_for() {
    if ! scripts/qemu.sh --check "$1"; then
        echo "SKIP $(basename "$0" .sh): no QEMU here has the board $1 (make setup test gets one)"
        exit 0
    fi
}

# make_or_skip FILE...: builds in $build what not every machine has the means for, which then says
# so in an `error: ` of its own: the test is skipped.  Whatever else goes wrong is a failure.
make_or_skip() {
    local why
    make_afresh BUILD="$build" "$@" >"$work/make_or_skip" 2>&1 && return
    why=$(grep -m 1 '^error: ' "$work/make_or_skip") ||
        fail "$(tail -n 1 "$work/make_or_skip") (in $work/make_or_skip)"
    echo "SKIP $(basename "$0" .sh): $why"
    exit 0
}

# need_linux_guest: builds the Linux guest.  Where its kernel, or a compiler for its programs,
# cannot be had, the test is skipped.
need_linux_guest() {
    make_or_skip "$build/linux/cc" "$build/linux/kernel/vmlinuz"
    make_afresh BUILD="$build" guest >"$work/guest.log" 2>&1 ||
        fail "$(grep -m 1 'error: ' "$work/guest.log") (in $work/guest.log)"
}

# need_guest_files: builds what the guest of example/vmm boots, in $guest; or the test is skipped.
need_guest_files() {
    need_linux_guest
    guest=$build/vmm/guest
    make_or_skip "$guest/tree.dtb"
}

# boot_linux TRANSCRIPT RUN [MORE OF THE KERNEL'S COMMAND LINE]
boot_linux() {
    boot "$1" --icount --linux "$build/linux/kernel/vmlinuz" "run=$2 ${3:-nokaslr norandmaps}" \
        "$build/linux/initramfs" '^GUEST DONE' "$limit"
}
