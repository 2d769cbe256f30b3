#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a test's result does not depend on how the tests were started.  In the
# background, or under nohup, signals are ignored that a test may have to send.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=${BUILD:-build}/test/runner
rm -rf "$work"
mkdir -p "$work" || exit 1

cat >"$work/probe.sh" <<'PROBE'
#!/bin/sh
for signal in INT QUIT HUP PIPE TERM; do
    said=$(sh -c "kill -$signal \$\$; echo it was ignored" 2>/dev/null)
    [ -z "$said" ] || echo "FAIL $signal: $said"
done
echo PASS
PROBE
chmod +x "$work/probe.sh"
sh -c 'trap "" INT QUIT HUP PIPE TERM; exec tests/run.sh "$@"' sh "$work/log" "$work/probe.sh" \
    >"$work/out" 2>&1
if grep -q '^FAIL ' "$work/out" || ! grep -q '^1 passed, 0 failed$' "$work/out"; then
    echo "FAIL tests_have_the_signals_of_a_terminal: $(head -n 1 "$work/out") (in $work/out)"
else
    echo 'PASS tests_have_the_signals_of_a_terminal'
fi
