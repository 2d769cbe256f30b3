#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: --override-kernel takes another kernel with the same interface, and the
# system runs on it: here one that another compiler made, with a smaller root CNode.  What cannot
# work is refused, or stops at boot and says why.
. "$(dirname "$0")/../lib.sh"
takes_turn 3

case $TARGET_CC in
*gcc) other=(LLVM=1) ;;
*) other=(LLVM= "CROSS_COMPILE=${OTHER_PREFIX:-aarch64-linux-gnu-}") ;;
esac
env ${other[@]+"${other[@]}"} scripts/toolchain.sh --check >"$work/toolchain" 2>&1 || other=()

# make_kernel NAME SOURCES BITS VARIABLE...: builds only the kernel, with 2^BITS slots.
make_kernel() {
    local folder sources=$2 bits=$3
    folder=$(cd "$work" && pwd)/$1
    shift 3
    CFLAGS='-O1 -g' make_afresh -C "$sources" BUILD="$folder" ROOT_CNODE_BITS="$bits" "$@" \
        "$folder/sdk/board/$board/debug/elf/sel4.elf" >"$folder.log" 2>&1 ||
        fail "$(tail -n 1 "$folder.log") (in $folder.log)"
    kernel=$folder/sdk/board/$board/debug/elf/sel4.elf
}

# make_image IMAGE KERNEL
make_image() {
    MICROKIT_SDK=$sdk "$sdk/bin/microkit" demos/task2/system.xml --search-path "$build/test/task2" \
        --board $board --config debug --override-kernel "$2" -o "$1" -r "$1.txt"
}

# The odd expansion is for bash 3.2, where an empty array is unset under `set -u`.
make_kernel other . 13 ${other[@]+"${other[@]}"}
! cmp -s "$kernel" "$sdk/board/$board/debug/elf/sel4.elf" || fail "it is the SDK's own kernel"
make_image "$work/other.img" "$kernel"
boot "$work/transcript" "$work/other.img" '^TASK2 (PASS|FAIL) ' "$limit"
diff demos/task2/expected.txt "$work/transcript" >"$work/difference" ||
    fail "the transcript differs from demos/task2/expected.txt: $(sed -n 2p "$work/difference")"

expect_failure "$work/release" make_image "$work/no.img" "$sdk/board/$board/release/elf/sel4.elf"
expect_line "$work/release" 'release/elf/sel4.elf cannot be the kernel of this image: '
expect_line "$work/release" 'has CONFIG_DEBUG_BUILD off'
[ ! -e "$work/no.img" ] || fail "an image was made of a kernel that was refused"

make_kernel small . 7
make_image "$work/small.img" "$kernel"
boot "$work/small.transcript" "$work/small.img" \
    'slots of the root CNode|root CNode is too small|^TASK2' "$limit"
expect_line "$work/small.transcript" "root CNode"

# A kernel with the four labels that hardware debugging inserts, and nothing to tell the tool so.
folders=$(sed -n 's#^include \([a-z0-9_]*\)/.*#\1#p' Makefile | sort -u)
mkdir "$work/sources"
# shellcheck disable=SC2086  # names without blanks
cp -R Makefile libsel4 $folders "$work/sources"
chmod -R u+w "$work/sources"
labels=libsel4/include/sel4/constants.h
sed 's/^    TCBUnbindNotification,/&\
    TCBSetBreakpoint, TCBGetBreakpoint, TCBUnsetBreakpoint, TCBConfigureSingleStepping,/' \
    $labels >"$work/sources/$labels"
make_kernel labels "$work/sources" 13
make_image "$work/labels.img" "$kernel"
boot "$work/labels.transcript" "$work/labels.img" 'numbers its invocations|^TASK2' "$limit"
expect_line "$work/labels.transcript" 'numbers its invocations differently .* IllegalOperation,'
