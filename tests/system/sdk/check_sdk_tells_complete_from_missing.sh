#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make check-sdk` saying which SDK and kernel, and what is missing.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

make_afresh BUILD="$build" check-sdk >"$work/ours"
expect_line "$work/ours" "^SDK +$sdk "
expect_line "$work/ours" '^kernel +Bulkhead'
for config in debug release benchmark; do
    expect_line "$work/ours" "^ +$board +$config +complete$"
done

# What `make task2` alone leaves there: our kernel, one configuration.
mkdir -p "$work/b/sdk/bin" "$work/b/sdk/board/$board"
cp "$sdk/bin/microkit" "$work/b/sdk/bin"
cp -R "$sdk/board/$board/debug" "$work/b/sdk/board/$board"
make_afresh BUILD="$work/b" check-sdk >"$work/partial"
expect_line "$work/partial" '^kernel +Bulkhead'
expect_line "$work/partial" "^ +$board +debug +complete$"
expect_line "$work/partial" "^ +$board +release +missing$"

cp -R "$sdk" "$work/sdk"
rm "$work/sdk/VERSION"
make_afresh check-sdk MICROKIT_SDK="$work/sdk" >"$work/silent"
expect_line "$work/silent" '^kernel +the one that this SDK ships$'
rm "$work/sdk/board/$board/release/elf/sel4.elf"
echo 2.0.1 >"$work/sdk/VERSION"
make_afresh check-sdk MICROKIT_SDK="$work/sdk" >"$work/external"
expect_line "$work/external" "^SDK +$work/sdk \(external"
expect_line "$work/external" '^kernel +seL4'
expect_line "$work/external" "^ +$board +debug +complete$"
expect_line "$work/external" "^ +$board +release +missing: elf/sel4.elf$"
