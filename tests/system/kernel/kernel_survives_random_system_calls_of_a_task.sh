#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the kernel, when nobody plays by the rules.  Four threads of an initial task
# make random system calls for three seconds, with capabilities to objects of every kind; then all
# that they had is revoked, its memory is whole, and the task's own is as it was.
. "$(dirname "$0")/../lib.sh"

boot_by_this_clock "$work/transcript" "$build/test/spray-task/loader.img" \
    '^SPRAY (DONE|FAILED)' "$limit"
expect_line "$work/transcript" \
    '^SPRAY DONE: [0-9]+ calls, 0 of guests, [0-9]+ with success, .*; all memory is free again$'
