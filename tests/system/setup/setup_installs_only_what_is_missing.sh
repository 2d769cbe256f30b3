#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make setup`: silent where nothing is missing, and elsewhere it names what it
# installs and why, uses sudo only when not root, and says what to do where it cannot install.
. "$(dirname "$0")/../lib.sh"
unset CROSS_COMPILE LLVM CC

path=$(path_without "$work/bin" 'aarch64-*' 'clang*' 'qemu-system-*' apt-get sudo brew patch dot)

calls=$(cd "$work" && pwd)/calls

# Programs that only note how they were called.
stand_in() {
    program "$work/bin/$1" "echo \"$1 \$*\" >>'$calls'
$2"
}

PATH=$path expect_failure "$work/unknown" scripts/setup.sh task2
expect_line "$work/unknown" 'neither apt-get nor brew'
expect_line "$work/unknown" 'a compiler for AArch64'

PATH=$path expect_failure "$work/sabotage" scripts/setup.sh sabotage
expect_line "$work/sabotage" 'patch, with which make sabotage'
! grep -q 'patch' "$work/unknown" || fail "task2 does not need patch"

PATH=$path expect_failure "$work/docs" scripts/setup.sh docs
expect_line "$work/docs" 'Graphviz, whose program dot'
! grep -q QEMU "$work/docs" || fail "drawing needs nothing for the target"
expect_failure "$work/draw" env PATH="$path" scripts/draw.sh docs/pictures/parts.dot
expect_line "$work/draw" '^error: .*dot is missing.*: make setup docs$'
# A diagram needs a compiler too; the message is the one about what is missing.
(PATH=$(path_without "$work/no_dot" dot) &&
    expect_failure "$work/diagram" make_afresh diagram TASK=task3)
expect_line "$work/diagram" 'dot is missing, which draws: make setup diagram TASK=task3\.'
PATH=$path expect_failure "$work/diagram" make_afresh setup diagram TASK=task3
expect_line "$work/diagram" 'Graphviz, whose program dot'

PATH=$path scripts/setup.sh test-host >"$work/host"
expect_line "$work/host" 'everything that is needed is installed'
PATH=$path expect_failure "$work/fuzz" scripts/setup.sh fuzz
expect_line "$work/fuzz" 'clang with its runtime'
! grep -q QEMU "$work/fuzz" || fail "fuzzing needs nothing for the target"
if (PATH=$path && make_afresh BUILD="$work/build" fuzz) >"$work/make_fuzz" 2>&1; then
    fail "make fuzz succeeded without clang"
fi
expect_line "$work/make_fuzz" "^error: there is no compiler 'clang'; fuzzing needs clang"
expect_line "$work/make_fuzz" 'make setup fuzz installs it'

# Only reports need the library for JSON; who has none is told so before anything is compiled.
program "$work/no_jansson" "case \" \$* \" in
*' -ljansson '*) exit 1 ;;
esac
exec $HOST_CC \"\$@\""
for goal in test-host compare bench bench-check bench-baseline docs; do
    PATH=$path CC=$work/no_jansson expect_failure "$work/$goal" scripts/setup.sh $goal
    expect_line "$work/$goal" '^    Jansson, with which the reports'
done
PATH=$path CC=$work/no_jansson expect_failure "$work/task2" scripts/setup.sh task2
! grep -q Jansson "$work/task2" || fail "task2 needs no JSON"
for program in bench compare; do
    expect_failure "$work/$program" make_afresh CC="$work/no_jansson" "$work/b/$program-report"
    expect_line "$work/$program" "^error: .*/no_jansson finds no library 'jansson' with the header"
    expect_line "$work/$program" 'make setup bench.*installs it'
    ! grep -q '^  CC' "$work/$program" || fail "something was compiled for the $program report"
done

# Nothing gets installed by the stand-in, so setup must notice that at its end.
stand_in apt-get 'exit 0'
# shellcheck disable=SC2016
stand_in sudo 'exec "$@"'
PATH=$path expect_failure "$work/apt" scripts/setup.sh task2 run
expect_line "$work/apt" 'gcc-aarch64-linux-gnu +a compiler for AArch64'
expect_line "$work/apt" 'qemu-system-arm ipxe-qemu +QEMU'
expect_line "$work/calls" 'apt-get .*install -y --no-install-recommends gcc-aarch64-linux-gnu '\
'qemu-system-arm ipxe-qemu$'
expect_line "$work/apt" '^error: still not found after installing'
if [ "$(id -u)" -eq 0 ]; then
    ! grep -q '^sudo' "$work/calls" || fail "sudo was used by root"
else
    expect_line "$work/calls" '^sudo apt-get'
fi

rm "$work/calls"
stand_in qemu-system-aarch64 'echo QEMU emulator version 9.0.0'
stand_in aarch64-elf-gcc ''
for tool in ld ar size; do
    stand_in aarch64-elf-$tool ''
done
PATH=$path scripts/setup.sh task2 >"$work/complete"
expect_line "$work/complete" 'everything that is needed is installed'
! grep -q -e apt-get -e sudo "$work/calls" || fail "something was installed that is not missing"
