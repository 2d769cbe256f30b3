#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the explanation of what to do where no compiler for AArch64 is installed.
. "$(dirname "$0")/../lib.sh"
unset CROSS_COMPILE LLVM

path=$(path_without "$work/bin" 'aarch64-*' 'clang*')
PATH=$path expect_failure "$work/any" make_afresh BUILD="$work/b" sdk
expect_line "$work/any" '^error: no compiler for AArch64 found'
expect_line "$work/any" 'make setup'
PATH=$path expect_failure "$work/clang" make_afresh BUILD="$work/b" LLVM=1 sdk
expect_line "$work/clang" '^error: LLVM=1: no clang'
expect_failure "$work/prefix" make_afresh BUILD="$work/b" CROSS_COMPILE=acme- sdk
expect_line "$work/prefix" '^error: CROSS_COMPILE=acme-: no complete toolchain'
