#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a silent `release`, and `benchmark`: kernel, monitor and libmicrokit print
# nothing there, whatever happens; what a component prints through the UART is all there is.
. "$(dirname "$0")/../lib.sh"

for config in release benchmark; do
    boot "$work/$config" "$build/test/noise-$config/loader.img" '^the end$' "$limit"
    echo 'the end' | expect_transcript "$work/$config"
done

# And `debug` does print, each of these: or else there was nothing to be silent about.
boot "$work/debug" --icount "$build/test/noise-debug/loader.img" '^the end$' "$limit"
expect_line "$work/debug" '^hello, world$'
expect_line "$work/debug" '^noise: debug output$'
expect_line "$work/debug" '^microkit: caller: microkit_notify: .* channel 5 \(said once\)$'
expect_line "$work/debug" '^microkit: alone: microkit_ppcall: .* channel 1 \(said once\)$'
expect_line "$work/debug" '^microkit: callee: protected: '
expect_line "$work/debug" "^monitor: PD 'alone' is stopped: write to 0x8,"
