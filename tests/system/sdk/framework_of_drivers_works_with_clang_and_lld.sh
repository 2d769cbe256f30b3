#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: components as others write them (tests/framework): drivers, virtualisers and
# clients that are configured after linking, share memory with a device, and are built by clang and
# lld with a Makefile of their own.
. "$(dirname "$0")/../lib.sh"
takes_turn 4

if ! env LLVM=1 scripts/toolchain.sh "$work/clang.mk" 2>"$work/log"; then
    echo "SKIP $(basename "$0" .sh): $(head -n 1 "$work/log")"
    exit 0
fi
clang=$(sed -n 's/^TARGET_CC := //p' "$work/clang.mk")
lld=$(sed -n 's/^TARGET_LD := //p' "$work/clang.mk")
cp -R tests/framework "$work/framework"
chmod -R u+w "$work/framework"
sdk_path=$(cd "$sdk" && pwd)

for config in debug release; do
    make --no-print-directory -C "$work/framework" MICROKIT_SDK="$sdk_path" \
        MICROKIT_BOARD=$board MICROKIT_CONFIG=$config BUILD_DIR=$config CC="$clang" LD="$lld" \
        OBJCOPY="${lld%ld.lld}llvm-objcopy" >"$work/$config.log" 2>&1 ||
        fail "$config: $(grep -m 1 'error' "$work/$config.log") (in $work/$config.log)"
    boot "$work/$config" "$work/framework/$config/loader.img" '^FRAMEWORK (PASS|FAIL) ' "$limit"
    expect_line "$work/$config" '^FRAMEWORK PASS 60/60$'
done

# What was not configured does not go on with zeros.
for client in client0 client1 client2; do
    cp "$work/framework/debug/unconfigured/client.elf" "$work/framework/debug/$client.elf"
done
MICROKIT_SDK=$sdk "$TOOL" "$work/framework/framework.system" --board $board --config debug \
    --search-path "$work/framework/debug/drivers" "$work/framework/debug" \
    -o "$work/unconfigured.img" -r "$work/unconfigured.txt"
boot "$work/unconfigured" --icount "$work/unconfigured.img" \
    '^microkit: client2: .*; crashing$' "$limit"
for client in client0 client1 client2; do
    expect_line "$work/unconfigured" "^microkit: $client: init: assertion failed at \
client\.c:[0-9]+: config\.magic == CONFIG_MAGIC; crashing$"
done
