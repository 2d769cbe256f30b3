#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: compatibility with build systems written for the Microkit SDK, for each
# configuration; the debug image says its line when booted as the manual says.
. "$(dirname "$0")/lib.sh"

for config in debug release benchmark; do
    mkdir -p "$work/$config"
    make -C tests/hello MICROKIT_SDK="$(cd "$sdk" && pwd)" MICROKIT_BOARD=$board \
        MICROKIT_CONFIG=$config BUILD_DIR="$(cd "$work/$config" && pwd)" \
        CC="$TARGET_CC" LD="$TARGET_LD" >"$work/$config.log" 2>&1 ||
        fail "$config: $(tail -n 1 "$work/$config.log")"
    [ -s "$work/$config/report.txt" ] || fail "$config: report.txt is missing or empty"
done
boot "$work/transcript" --manual "$work/debug/loader.img" '^hello, world$' "$limit"
