#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# fuzz.sh compiler: prints the compiler to use: Homebrew's clang where it is installed, or clang.
# fuzz.sh has COMPILER: whether it can build a fuzzer.
# fuzz.sh check COMPILER TARGETS SECONDS: says what is missing or wrong, if anything.
# fuzz.sh run FOLDER TARGETS SECONDS: runs FOLDER/fuzz_TARGET for so long, one after the other, from
# the kept inputs; new ones go to FOLDER/TARGET/, what breaks something to FOLDER/TARGET-*.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=scripts/brew.sh
. scripts/brew.sh

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Apple's clang cannot build fuzzers.
compiler() {
    local folder
    if folder=$(brew_programs llvm) && [ -x "$folder/clang" ]; then
        echo "$folder/clang"
    else
        echo clang
    fi
}

has() {
    local folder status
    folder=$(mktemp -d "${TMPDIR:-/tmp}/fuzz.XXXXXX") || return 1
    printf '%s\n' '#include <stddef.h>' '#include <stdint.h>' \
        'int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);' \
        'int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)' \
        '{ return data != NULL && size > 1u << 30; }' >"$folder/empty.c"
    "$1" -fsanitize=fuzzer,address,undefined "$folder/empty.c" -o "$folder/empty" \
        >"$folder/log" 2>&1
    status=$?
    rm -rf "$folder"
    return $status
}

check() {
    local target
    command -v "$1" >/dev/null 2>&1 ||
        stop "error: there is no compiler '$1'; fuzzing needs clang" \
        "  make setup fuzz installs it; FUZZ_CC=... names another."
    has "$1" || stop "error: '$1' cannot build a fuzzer (-fsanitize=fuzzer,address,undefined)" \
        "  It lacks clang's runtime library (compiler-rt); Apple's clang has none for fuzzing." \
        "  make setup fuzz installs one; FUZZ_CC=... names another compiler."
    for target in $2; do
        [ -f "tests/fuzz/fuzz_$target.c" ] || stop "error: there is no fuzz target '$target'" \
            "  expected: one or several of elf, description, kernel, kernel_el2 and vmm"
    done
    case $3 in
    '' | *[!0-9]* | 0*) stop "error: FUZZ_SECONDS=$3; expected a number of seconds from 1" ;;
    esac
}

# options TARGET: what libFuzzer is to know of a target.
options() {
    case $1 in
    elf) echo -max_len=8192 ;;
    description) echo -max_len=16384 -dict=tests/fuzz/description.dict ;;
    kernel | kernel_el2) echo -max_len=9600 -len_control=0 -reduce_inputs=0 ;; # 200 steps
    vmm) echo -max_len=4096 ;;                                    # 512 steps
    esac
}

# seeds TARGET: folders of inputs to start from, besides the kept ones.
seeds() {
    [ "$1" != description ] || echo tests/tool/legal tests/tool/broken
}

# value LOG NAME: what libFuzzer's statistics at the end say of NAME.
value() {
    sed -n "s/^stat::$2: *//p" "$1"
}

summary() {
    local target=$1 log=$2 found=$3 points entries
    points=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    entries=$(value "$log" kernel_entries)
    printf '%-12s %s executions%s, %s coverage points, %s new inputs, %s\n' "$target:" \
        "$(value "$log" number_of_executed_units)" "${entries:+ ($entries kernel entries)}" \
        "${points:-no}" "$(value "$log" new_units_added)" "${found:-no crash}"
}

# fuzz_one FOLDER TARGET SECONDS
fuzz_one() {
    local folder=$1 target=$2 log=$1/$2.log crash
    mkdir -p "$folder/$target" || exit 1
    rm -f "$folder/$target-"*
    # shellcheck disable=SC2046
    env ASAN_OPTIONS="detect_leaks=${FUZZ_LEAKS:-1}" "$folder/fuzz_$target" $(options "$target") \
        -max_total_time="$3" -timeout=25 -print_final_stats=1 -verbosity=1 \
        -artifact_prefix="$folder/$target-" "$folder/$target" \
        "tests/fuzz/corpus/$target" $(seeds "$target") >"$log" 2>&1
    status=$?
    crash=$(find "$folder" -name "$target-*" | head -n 1)
    if [ $status -eq 0 ] && [ -z "$crash" ]; then
        summary "$target" "$log" ''
        return 0
    fi
    summary "$target" "$log" "CRASH: $(grep -m 1 -E 'SUMMARY:|runtime error|promise' "$log")"
    if [ -n "$crash" ]; then
        echo "  again, with the whole report:  $folder/fuzz_$target $crash"
        echo "  smaller:  $folder/fuzz_$target -minimize_crash=1 -max_total_time=60 $crash"
    else
        echo "  exit status $status without an input to blame; see $log"
    fi
    return 1
}

run() {
    local failed=0 target
    for target in $2; do
        fuzz_one "$1" "$target" "$3" || failed=1
    done
    return $failed
}

action=$1
shift
case $action in
compiler | has | check | run) "$action" "$@" ;;
*) stop "usage: fuzz.sh compiler|has|check|run ..." ;;
esac
