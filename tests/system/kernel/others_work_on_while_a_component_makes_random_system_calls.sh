#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the other components, when one makes random system calls with the capabilities
# that every component has.  A server and its client, which runs below the culprit, must go on
# without one wrong answer.
. "$(dirname "$0")/../lib.sh"

boot_by_this_clock "$work/transcript" "$build/test/spray/loader.img" '^SPRAY DONE' "$limit"
expect_line "$work/transcript" \
    '^SPRAY DONE: [0-9]+ random calls, [0-9]+ rounds of the others, 0 wrong$'
