#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what a description may ask for at its edges, and libmicrokit's calls, as they
# work when the system runs; with the messages of those that are used wrongly.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" "$build/test/edges/loader.img" '^EDGES (PASS|FAIL) ' "$limit"
diff tests/sdk/edges/edges.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from tests/sdk/edges/edges.txt: $(sed -n 2p "$work/difference")"
