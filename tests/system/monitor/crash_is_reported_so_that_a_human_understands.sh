#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the monitor's report of a fault that nobody handles: which PD, what it did, at
# which address, the registers, and the nearest symbol.
. "$(dirname "$0")/../lib.sh"

# The monitor's budget may end in the middle of a report; with --icount, where does not depend on
# how busy this machine is.
boot "$work/transcript" --icount "$build/test/crash/loader.img" '^survivor: still running$' "$limit"
expect_line "$work/transcript" 'victim'
expect_line "$work/transcript" 'write'
expect_line "$work/transcript" '0x0*10($|[^0-9a-f])'
expect_line "$work/transcript" 'write_through_null'
expect_line "$work/transcript" 'x0.*0x?[0-9a-f]+'
