#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Every input that is kept in corpus/TARGET, those that once broke something (regression-*) among
# them, must break nothing, under the sanitizers.  The description target gets the tool's own legal
# and broken descriptions, too.
set -u
cd "$(dirname "$0")/../.." || exit 1
failures=0
log=${BUILD:-build}/test/fuzz

# replay TARGET FILE...
replay() {
    local target=$1 status
    shift
    if [ $# -eq 0 ] || [ ! -f "$1" ]; then
        echo "FAIL fuzz_${target}_breaks_nothing: tests/fuzz/corpus/$target is empty"
        failures=1
        return
    fi
    "$log/replay_$target" "$@" >"$log/$target.out" 2>"$log/$target.err"
    status=$?
    if [ $status -eq 0 ] && [ "$(cat "$log/$target.out")" = "$# inputs" ]; then
        echo "PASS fuzz_${target}_breaks_nothing"
        return
    fi
    failures=1
    echo "FAIL fuzz_${target}_breaks_nothing: $(grep '^input: ' "$log/$target.err" | tail -n 1)," \
        "exit status $status: $(grep -m 1 -E 'promise|SUMMARY:|runtime error|step|panic' \
            "$log/$target.err") ($log/$target.err)"
}

replay elf tests/fuzz/corpus/elf/*
replay description tests/fuzz/corpus/description/* tests/tool/legal/*.system \
    tests/tool/broken/*.system
replay kernel tests/fuzz/corpus/kernel/*
replay kernel_el2 tests/fuzz/corpus/kernel_el2/*
replay vmm tests/fuzz/corpus/vmm/*
exit $failures
