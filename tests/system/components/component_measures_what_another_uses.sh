#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the measurements of the benchmark configuration.  A component asks what its
# child has used, through the capabilities that every component has there; with -icount, an
# instruction is a cycle.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount "$build/test/meter/loader.img" '^the end$' "$limit"
expect_transcript "$work/transcript" <<'EOF'
ok    no cycle was used twice
ok    no cycle is missing
ok    the processor was never idle
ok    the child was switched to once
ok    it was charged for its work
ok    no cycle was used twice
ok    no cycle is missing
ok    the processor was never idle
ok    the child was switched to once
ok    it was charged for its work
ok    no cycle was used twice
ok    no cycle is missing
ok    the processor was never idle
ok    the child was switched to once
ok    it was charged for its work
ok    more work took exactly as many cycles more
the end
EOF
