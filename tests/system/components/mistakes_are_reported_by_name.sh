#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a mistake that crashes a component is explained before, with the component's
# name, the function and the channel or child.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" "$build/test/misuse/loader.img" '^MISUSE ENDS$' "$limit"
grep '^microkit: ' "$work/transcript" >"$work/messages"
expect_transcript "$work/messages" <tests/sdk/misuse/misuse.txt
