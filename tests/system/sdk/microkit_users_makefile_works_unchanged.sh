#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: compatibility with build systems written for the Microkit SDK, for each
# configuration; the debug image says its line when booted as the manual says.
. "$(dirname "$0")/../lib.sh"

for config in debug release benchmark; do
    build_example hello $config
    [ -s "$work/$config/report.txt" ] || fail "$config: report.txt is missing or empty"
done
boot "$work/transcript" --manual "$work/debug/loader.img" '^hello, world$' "$limit"
