#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the kernel's binary interface where the kernel runs at EL2, and native threads
# under the second stage of translation.  The tests are those of kernel_tests_pass_on_the_target,
# and together one here; what differs they take from tests/kernel/target/el2.
. "$(dirname "$0")/../lib.sh"

boot "$work/transcript" --icount --board qemu_virt_aarch64_el2 \
    "$build/test/kernel-task-el2/loader.img" '^KERNEL TESTS DONE' "$limit"
! grep -qE '^(FAIL|SKIP) ' "$work/transcript" ||
    fail "$(grep -m 1 -E '^(FAIL|SKIP) ' "$work/transcript")"
expect_line "$work/transcript" '^KERNEL TESTS DONE ([0-9]+) of \1$'
[ "$(grep -c '^PASS ' "$work/transcript")" -ge 1000 ] || fail "there were fewer than 1000 tests"
echo "PASS $(basename "$0" .sh)"
