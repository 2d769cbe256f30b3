#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the sizes, licence lines and other habits that STYLE asks of every file.
. "$(dirname "$0")/lib.sh"

scripts/gates.sh >"$work/log" || fail "$(head -n 1 "$work/log")"
