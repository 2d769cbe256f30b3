#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a README that is short, whose folder map is what is there, whose commands are
# targets of the Makefile, and whose transcript is the expected one.
. "$(dirname "$0")/../lib.sh"

make -s help >"$work/help"
git ls-files | sed -n 's#^\([^./][^/]*\)/.*#\1/#p' | sort -u >"$work/folders"
for readme in README.md README.ja.md; do
    [ "$(grep -c '' $readme)" -le 150 ] || fail "$readme has more than 150 lines"
    sed -n 's#^\([a-z0-9]*/\)  *[^ ].*#\1#p' $readme | sort -u >"$work/map"
    diff "$work/folders" "$work/map" >"$work/difference" ||
        fail "$readme: folder map and tree differ: $(sed -n 2p "$work/difference")"
    sed -n 's/^ *make \([a-z0-9 -]*\).*/\1/p' $readme | tr ' ' '\n' | grep . >"$work/goals"
    [ -s "$work/goals" ] || fail "$readme shows no command"
    while read -r goal; do
        expect_line "$work/help" "^make $goal "
    done <"$work/goals"
    sed -n '/^<!-- transcript -->$/,/^<!-- end -->$/p' $readme | grep -v -e '^<!--' -e '^```' \
        >"$work/transcript"
    diff demos/task2/expected.txt "$work/transcript" >"$work/difference" ||
        fail "$readme: not the transcript of task2: $(sed -n 2p "$work/difference")"
done
version=$(sed -n 's/^VERSION := //p' Makefile)
grep -qxF "version: $version" CITATION.cff || fail "CITATION.cff does not have version $version"

grep -q '(README.ja.md)' README.md || fail 'README.md does not lead to README.ja.md'
grep -q '(README.md)' README.ja.md || fail 'README.ja.md does not lead to README.md'
