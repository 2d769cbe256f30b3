#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the same budgets and deadlines on a machine without EL2.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --el1 "$build/test/task7/loader.img" '^TASK7 [A-Z]+ ' "$limit"
without_figures "$work/transcript" >"$work/lines"
expect_transcript "$work/lines" <demos/task7/expected.txt
