#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: measuring the kernel of another SDK with the same sources.  A copy of ours
# stands in for it, with headers as others have them: it makes the same image.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"
takes_turn 1
# shellcheck source=tests/variants/lib.sh
. tests/variants/lib.sh

cp -R "$sdk" "$work/sdk"
variant_headers "$work/sdk"
rm -r "$work/sdk/board/qemu_virt_aarch64"
make_afresh BUILD="$build" bench-build MICROKIT_SDK="$work/sdk" \
    MICROKIT_BOARD=qemu_virt_aarch64_el1 >"$work/log" 2>&1 ||
    fail "$(grep -m 1 -i error "$work/log") (in $work/log)"
for image in rows marked; do
    cmp "$build/bench/$image/loader.img" "$build/bench-sel4/$image/loader.img"
done
