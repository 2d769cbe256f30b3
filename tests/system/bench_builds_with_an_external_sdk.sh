#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: measuring the kernel of another SDK with the same sources.  A copy of ours
# stands in for it: it makes the same image.
#
# Alone with: the build folder
. "$(dirname "$0")/lib.sh"

cp -R "$sdk" "$work/sdk"
make_afresh BUILD="$build" bench-build MICROKIT_SDK="$work/sdk" >"$work/log" 2>&1 ||
    fail "$(tail -n 1 "$work/log")"
cmp "$build/bench/rows/loader.img" "$build/bench-sel4/rows/loader.img"
