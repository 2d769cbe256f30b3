#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: scheduling domains.  Each runs in its slices and nowhere else, as long as the
# description says; messages and fault reports get through from one to the other.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount "$build/test/domains/loader.img" '^DOMAINS (PASS|FAIL) ' "$limit"
grep -v '^monitor:  ' "$work/transcript" >"$work/short" || true
expect_transcript "$work/short" <tests/sdk/domains/domains.txt
