#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the explanation of what to do where QEMU is absent or too old.
. "$(dirname "$0")/../lib.sh"

mkdir "$work/b"
echo "$board $build/test/task2/loader.img" >"$work/b/last"

path=$(path_without "$work/bin" 'qemu-system-*')
PATH=$path expect_failure "$work/absent" make_afresh BUILD="$work/b" run
expect_line "$work/absent" '^error: no qemu-system-aarch64 found'
expect_line "$work/absent" 'make setup'

for version in 6.2.0 7.1.9; do
    program "$work/bin/qemu-system-aarch64" "echo QEMU emulator version $version"
    PATH=$path expect_failure "$work/$version" make_afresh BUILD="$work/b" run
    expect_line "$work/$version" "is version $version; 7.2 or newer is needed"
done

for version in 7.2.0 10.0.1; do
    program "$work/bin/qemu-system-aarch64" "echo QEMU emulator version $version"
    PATH=$path make_afresh BUILD="$work/b" run >"$work/$version" 2>&1 || fail "$version was refused"
done
