#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what the benchmark configuration is for: its system calls, the processor's
# cycle counter and a component's own TCB; and that no other configuration grants any of these.
. "$(dirname "$0")/../lib.sh"

for machine in --el1 --manual; do
    boot "$work/benchmark$machine" $machine "$build/test/grants-benchmark/loader.img" '^the end$' \
        "$limit"
    expect_transcript "$work/benchmark$machine" <<'EOF'
null works
flush works
cycles works
tcb works
log works
the end
EOF
done

for config in release debug; do
    boot "$work/$config" "$build/test/grants-$config/loader.img" '^the end$' "$limit"
    expect_transcript "$work/$config" <<'EOF'
null unknown system call
flush unknown system call
cycles undefined instruction
tcb refused
log unknown system call
the end
EOF
done
