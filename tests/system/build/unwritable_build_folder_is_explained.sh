#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the explanation where the build folder cannot be written (a file is in its
# place, which stops even root).
. "$(dirname "$0")/../lib.sh"

echo 'not a folder' >"$work/b"
expect_failure "$work/log" make_afresh BUILD="$work/b" task2
expect_line "$work/log" "^error: cannot write $work/b"
