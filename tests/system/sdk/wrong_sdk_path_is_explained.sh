#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the explanation of a wrong MICROKIT_SDK, MICROKIT_BOARD or MICROKIT_CONFIG.
. "$(dirname "$0")/../lib.sh"

board=qemu_virt_aarch64 # what `make` takes if nothing is said

expect_failure "$work/absent" make_afresh BUILD="$work/b" task2 MICROKIT_SDK=/no/such/sdk
expect_line "$work/absent" '^error: MICROKIT_SDK=/no/such/sdk: there is no such folder'
expect_line "$work/absent" 'expected: .*bin/microkit'

expect_failure "$work/not-sdk" make_afresh BUILD="$work/b" check-sdk MICROKIT_SDK=docs
expect_line "$work/not-sdk" '^error: MICROKIT_SDK=docs: this is not a Microkit SDK'

expect_failure "$work/space" make_afresh BUILD="$work/b" task2 MICROKIT_SDK="$work/my sdk"
expect_line "$work/space" 'make cannot handle a space in this path'

cp -R "$sdk" "$work/sdk"
expect_failure "$work/board" make_afresh BUILD="$work/b" task2 MICROKIT_SDK="$work/sdk" \
    MICROKIT_BOARD=toaster
expect_line "$work/board" 'has no board toaster'
expect_line "$work/board" "it has: $board"

rm "$work/sdk/board/$board/debug/lib/libmicrokit.a"
expect_failure "$work/incomplete" make_afresh BUILD="$work/b" task2 MICROKIT_SDK="$work/sdk"
expect_line "$work/incomplete" "missing in board/$board/debug: lib/libmicrokit.a"

expect_failure "$work/config" make_afresh BUILD="$work/b" task2 MICROKIT_CONFIG=fast
expect_line "$work/config" 'the configurations are: debug release benchmark'
