#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a component gets the time that the description gives it, and no other
# takes more than his; what is printed is what docs/task7.md explains.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" "$build/test/el2/task7/loader.img" '^TASK7 [A-Z]+ ' "$limit"
expect_line "$work/transcript" '^TASK7 PASS ([0-9]+)/\1 checks$'
without_figures "$work/transcript" >"$work/lines"
expect_transcript "$work/lines" <demos/task7/expected.txt
