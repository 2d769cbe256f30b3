#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make bench-lines`: as many lines of code and data as the row's figures say
# are listed, under the functions and variables of the kernel.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

make_afresh BUILD="$build" bench-lines ROW=null_syscall >"$work/lines" 2>&1 ||
    fail "$(grep -m 1 'error: ' "$work/lines") (in $work/lines)"
awk '
    /^null_syscall, kernel: / { code = $3; data = $7; written = $10; sub(/\(/, "", written) }
    /^code: / { list = "code" }
    /^data: / { list = "data" }
    /^[0-9a-f]+  / { n[list]++ }
    /^[0-9a-f]+  [.r]*[wb]/ { n["written"]++ }
    END {
        exit !(code > 0 && n["code"] == code && n["data"] == data &&
            n["written"] == written + 0)
    }' \
    "$work/lines" || fail "not as many lines as it says: $(grep '^null_syscall' "$work/lines")"
expect_line "$work/lines" '^[0-9a-f]{16}  x{16}  vectors$'
expect_line "$work/lines" '^[0-9a-f]{16}  .{16}  kernel_syscall'
expect_line "$work/lines" '^[0-9a-f]{16}  .{8}  sched'
expect_line "$work/lines" '^ +written by .*vectors\.S:[0-9]+'

expect_failure "$work/wrong" make_afresh BUILD="$build" bench-lines ROW=null_sycall
expect_line "$work/wrong" '^error: ROW=null_sycall: the benchmark has no such row'
