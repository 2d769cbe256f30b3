#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a build without warnings on a machine that is newer than this one, whose expat
# and cmocka deprecate what older ones have (tests/newer), and whose compiler warns of more.
. "$(dirname "$0")/../lib.sh"
takes_turn 1

# clang finds all that it warns of without making code.
compiler=$HOST_CC
! command -v clang >/dev/null 2>&1 ||
    compiler='clang -fsyntax-only -Wno-unused-command-line-argument'
# shellcheck disable=SC2016  # make's variable
make_afresh -k -j2 BUILD="$work/b" WERROR=1 CC="$compiler -Itests/newer" CFLAGS=-O1 \
    TEST_FLAGS='$(COMMON_FLAGS) -O0' host-objects >"$work/log" 2>&1 ||
    fail "$(grep -m 1 'error: ' "$work/log") (in $work/log)"

# From release 19 on, clang warns of arithmetic on a floating-point number and an enumeration's
# constant.  Older ones show it in their syntax trees: the constant itself is converted.
[ "$compiler" != "$HOST_CC" ] || exit 0
tool_folders=(tool/*/)
# shellcheck disable=SC2013  # names without blanks
for source in $(grep -lwE 'double|float' bench/{host,report}/*.c compare/report/{,*/}*.c \
    tool/{,*/}*.c); do
    clang -std=c11 -D_POSIX_C_SOURCE=200809L -I"$(dirname "$source")" \
        -Icompare/report{,/input,/page} "${tool_folders[@]/#/-I}" -Ilibsel4/{include,el1} \
        -Ilibmicrokit/include -fsyntax-only -Xclang -ast-dump -fno-color-diagnostics "$source" \
        >"$work/syntax"
    constant=$(awk '/DeclRefExpr.* EnumConstant / && converted { print $(NF - 1); exit }
        { converted = /ImplicitCastExpr.*<IntegralToFloating>/ }' "$work/syntax")
    [ -z "$constant" ] || fail "$source: the constant $constant where a floating-point number is"
done
