#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: programs that compute what they say on a Cortex-A53 with errata 835769 and
# 843419: everything that we build, and what users build by an example's Makefile, with gcc and GNU
# ld as with clang and lld.
. "$(dirname "$0")/../lib.sh"

scanner=$work/scanner
$HOST_CC -std=c11 -O1 -o "$scanner" tests/system/build/a53_errata.c

# The commands of our own rules: the one option for the compiler, the other for the linker.
make_afresh -n V=1 sdk task2 task3 task4 task5 task6 task6_disk >"$work/commands"
for rule in "$TARGET_CC -std=|-mfix-cortex-a53-835769" "$TARGET_LD |--fix-cortex-a53-843419"; do
    grep -F -- "${rule%|*}" "$work/commands" >"$work/matching" || fail "no command '${rule%|*}'"
    if grep -vF -- "${rule#*|}" "$work/matching" >"$work/without"; then
        fail "built without ${rule#*|}: $(head -n 1 "$work/without")"
    fi
done
"$scanner" "$sdk"/board/*/*/elf/*.elf "$build"/test/task[2-5]/*.elf >"$work/ours" ||
    fail "$(head -n 1 "$work/ours")"

# control NAME CC LD: a program with both sequences has neither if an example's Makefile builds it.
control() {
    local name=$1 cc=$2 ld=$3 folder library=$sdk/board/$board/debug
    folder=$(cd "$work" && pwd)/$name
    cp -R "$sdk/example/hello" "$folder"
    cp tests/system/build/a53_errata_control.c "$folder/hello.c"
    make --no-print-directory -C "$folder" MICROKIT_SDK="$(cd "$sdk" && pwd)" CC="$cc" LD="$ld" \
        >"$folder.log" 2>&1 || fail "$name: $(tail -n 1 "$folder.log")"
    "$scanner" "$folder/build/hello.elf" >"$folder.found" || fail "$(head -n 1 "$folder.found")"

    # And it would have them.
    # shellcheck disable=SC2086  # a compiler may be several words
    $cc -c -O3 -mcpu=cortex-a53 -mno-fix-cortex-a53-835769 -ffreestanding -fno-pic -fno-pie \
        -I"$library/include" "$folder/hello.c" -o "$folder/plain.o"
    "$ld" -L"$library/lib" "$folder/plain.o" -lmicrokit -Tmicrokit.ld -o "$folder/plain.elf"
    expect_failure "$folder.plain" "$scanner" "$folder/plain.elf"
    expect_line "$folder.plain" 'plain.elf: 843419 at 0x[0-9a-f]*ff8$'
    expect_line "$folder.plain" 'plain.elf: 835769 at '
}

control default "$TARGET_CC" "$TARGET_LD"
case $TARGET_CC in
*gcc) other=(LLVM=1) ;;
*) other=(LLVM= "CROSS_COMPILE=${OTHER_PREFIX:-aarch64-linux-gnu-}") ;;
esac
if env "${other[@]}" scripts/toolchain.sh "$work/other.mk" 2>"$work/other.log"; then
    control other "$(sed -n 's/^TARGET_CC := //p' "$work/other.mk")" \
        "$(sed -n 's/^TARGET_LD := //p' "$work/other.mk")"
fi
