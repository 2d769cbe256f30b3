#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a build, a boot, the gates and the explanations where sed, grep, find, diff
# and the like are not GNU's, and awk is the one that a Mac has.
. "$(dirname "$0")/../lib.sh"
takes_turn 4

if ! command -v busybox >/dev/null 2>&1 || ! command -v original-awk >/dev/null 2>&1; then
    echo "SKIP $(basename "$0" .sh): busybox or original-awk is not here (make setup test)"
    exit 0
fi
mkdir "$work/bin"
for tool in basename cat chmod cksum cmp cp cut dd diff dirname expr find grep head ln ls mkdir \
    mkfifo mktemp mv nl od paste rm rmdir sed seq sleep sort tail tar tee touch tr uniq wc xargs; do
    ! busybox --list | grep -qx $tool || ln -s "$(command -v busybox)" "$work/bin/$tool"
done
ln -s "$(command -v original-awk)" "$work/bin/awk"
PATH=$(cd "$work/bin" && pwd):$PATH
diff --version >"$work/version" 2>&1 || true # portable because all but GNU's refuse it
! grep -q GNU "$work/version" || fail "the tools are GNU's: $(head -n 1 "$work/version")"

make_afresh -j2 BUILD="$work/b" task2 >"$work/log" 2>&1 || fail "$(tail -n 1 "$work/log")"
boot "$work/transcript" "$work/b/task2/loader.img" '^TASK2 (PASS|FAIL) ' "$limit"
expect_transcript "$work/transcript" <demos/task2/expected.txt
scripts/gates.sh >"$work/log" 2>&1 || fail "$(head -n 1 "$work/log")"
[ "$(cat "$work/log")" = 'gates: nothing found' ] || fail "$(head -n 1 "$work/log")"
scripts/setup.sh test-host >"$work/log" || fail "$(head -n 1 "$work/log")"
scripts/check_statements.sh >"$work/log" || fail "$(head -n 1 "$work/log")"
expect_failure "$work/log" make_afresh MICROKIT_SDK=docs check-sdk
expect_line "$work/log" '^error: MICROKIT_SDK=docs: this is not a Microkit SDK'
make_afresh sabotage >"$work/log" || fail "$(tail -n 1 "$work/log")"
expect_line "$work/log" '^signals_counted +task2 +[a-z]'
