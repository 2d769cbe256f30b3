#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what docs/assurance.md says is proved.  A proof of proofs/ is made, and a
# mutant refuted, others for another commit.  `make prove PROVE=all` tries all.
. "$(dirname "$0")/../lib.sh"

if ! proofs/cbmc.sh find >/dev/null 2>"$work/none"; then
    # In CI it has to be there.
    [ -z "${WERROR:-}" ] || fail "$(cat "$work/none")"
    echo "SKIP proofs: $(cat "$work/none")"
    exit
fi
TEST_JOBS=1 proofs/prove.sh "$build/proofs" --sample "$commit" >"$work/log" || true
sed -nE -e 's/^ok ([a-z]*) ([a-z_]*) .*/PASS \1_\2/p' \
    -e 's/^FAILED ([a-z]*) ([a-z_]*) (.*)/FAIL \1_\2: \3/p' "$build/proofs/results"
expect_line "$work/log" '^1 proved, 0 failed$'
expect_line "$work/log" '^1 mutants refuted$'

# A property that does not hold, a contradiction and a fault that none refutes are noticed.  The
# folder's place is in no proof, so none of this is kept for others.
mkdir -p "$work/proofs"
for kind in prove reach refute case twice; do
    copy_sources "$work/$kind"
done
harness=proofs/harness/cap_fields.c
sed 's/F(sgi, 0, 27, 20)/F(sgi, 0, 28, 20)/' $harness >"$work/prove/$harness"
sed 's/ASSUME(cap_frame_size(cap) <= FRAME_HUGE)/&; ASSUME(cap_frame_size(cap) > FRAME_HUGE)/' \
    $harness >"$work/reach/$harness"
sed 's/Mutants: .*/Mutants: sibling_is_child/' $harness >"$work/refute/$harness"
sed 's| \* Bound: .*| * Cases: main none|' $harness >"$work/case/$harness"
echo 'static inline int two(void) { return 1; } int two(void) { return 2; }' \
    >>"$work/twice/$harness"
top=$(pwd)
CBMC=$(proofs/cbmc.sh find)
case $CBMC in */*) [ "${CBMC#/}" != "$CBMC" ] || CBMC=$top/$CBMC ;; esac
export CBMC
for kind in prove reach refute case twice; do
    mutants=
    [ $kind != refute ] || mutants=all
    # shellcheck disable=SC2086  # none, or one word
    expect_failure "$work/$kind.log" "$work/$kind/proofs/prove.sh" "$top/$work/$kind.out" \
        $mutants cap_fields
done
expect_line "$work/prove.log" '^prove +cap_fields +FAILED: line [0-9]* property: '
expect_line "$work/reach.log" '^prove +cap_fields +FAILED: nothing reaches: '
expect_line "$work/refute.log" '^refute +cap_fields +FAILED: '
expect_line "$work/case.log" '^prove +cap_fields +ok, .*: main: '
expect_line "$work/case.log" '^prove +cap_fields +FAILED: none: '
expect_line "$work/case.log" '^0 proved, 1 failed$'
expect_line "$work/twice.log" 'error: .*two'
expect_line "$work/twice.log" '^0 proved, 1 failed$'

# The host's compiler may be clang, as on a Mac.
if command -v clang >/dev/null; then
    HOST_CC=clang proofs/prove.sh "$top/$work/clang" cap_fields >"$work/clang.log" 2>&1 || true
    expect_line "$work/clang.log" '^1 proved, 0 failed$'
fi

# Without the checker nothing is proved, and one line says what to do.
mkdir -p "$work/bin"
BUILD=$work/nowhere CBMC=/nonexistent expect_failure "$work/no_cbmc" env \
    PATH="$(path_without "$work/bin" cbmc)" proofs/prove.sh "$work/nothing"
expect_line "$work/no_cbmc" '^error: no CBMC 6 or newer; make setup prove gets it'
! grep -q 'proved' "$work/no_cbmc" || fail "it says that it has proved something"
