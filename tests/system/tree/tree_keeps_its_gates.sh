#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the sizes, licence lines and other habits that STYLE asks of every file.
. "$(dirname "$0")/../lib.sh"

# Nor may what looks for something fail instead.
scripts/gates.sh >"$work/log" 2>&1 || fail "$(head -n 1 "$work/log")"
[ "$(cat "$work/log")" = 'gates: nothing found' ] || fail "$(head -n 1 "$work/log")"
