#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: tests that notice faults of the kernel.  A few of the mutants of
# tests/mutants, others for another commit, are put into copies of the kernel, and the tests that
# are to kill them do.  `make mutants` tries all.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

# As in CI, where a warning stops a build: one of them is sure to give a warning.
export WERROR=1
count=2
for mutants in fast_into_read_only_buffer "--sample $count $commit"; do
    # shellcheck disable=SC2086  # several words
    MAKE=make BUILD=$build TEST_JOBS=1 tests/mutants/mutants.sh "$work" $mutants \
        >>"$work/log" 2>>"$work/errors" || true
done
sed -nE -e 's/^killed +([a-z0-9_]*) .*/PASS mutant_\1/p' \
    -e 's/^(SURVIVED|BROKEN) +([a-z0-9_]*) (.*)/FAIL mutant_\2: \1\3/p' "$work/log"
expect_line "$work/log" "^$count mutants: " || fail "$(tail -n 1 "$work/errors")"
rm -rf "$work/unpatched"
