#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a budget as an upper bound.  Whoever can have the monitor work for him, at the
# highest priority and on nobody's budget, takes from those above him what he has not.
. "$(dirname "$0")/../lib.sh"

for config in debug release; do
    boot "$work/$config" --icount "$build/test/share-$config/loader.img" '^the end$' "$limit"
    grep -E '^(ok|FAIL)  ' "$work/$config" >"$work/$config.verdicts" || true
    expect_transcript "$work/$config.verdicts" <<'END'
ok    it sends to the monitor without end
ok    it asks to become passive without end
ok    a child crashes in each of its lives
ok    one without parent crashes in each of its lives
END
done
