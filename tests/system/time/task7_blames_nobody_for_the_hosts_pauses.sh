#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a busy host is no FAIL.  Where the machine's time is the host's, a limit
# that was passed is one more thing that is not known; all else must hold.
. "$(dirname "$0")/../lib.sh"

# Away from the file that says that time is to count instructions.
cp "$build/test/task7/loader.img" "$work/loader.img"
boot_by_this_clock "$work/transcript" "$work/loader.img" '^TASK7 [A-Z]+ ' "$limit"
expect_line "$work/transcript" "^  Time is the host's here"
expect_line "$work/transcript" '^TASK7 (PASS|UNKNOWN) '
