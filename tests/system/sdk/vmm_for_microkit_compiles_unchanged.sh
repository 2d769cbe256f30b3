#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a virtual machine monitor that was written for Microkit 2.0.1 does not compile
# or link with this SDK.  And the numbers of a kernel at EL2 are not those of its interface: every
# program that uses libsel4 sends them.
. "$(dirname "$0")/../lib.sh"

flags='-std=c11 -ffreestanding -nostdlib -mcpu=cortex-a53 -mstrict-align -fno-pic -fno-pie -O2'
warnings='-Wall -Wextra -Wconversion -Wshadow -Wpedantic -Werror'

# compile SOURCE INCLUDE FLAGS...: to $work/object.
compile() {
    local source=$1 include=$2
    shift 2
    # shellcheck disable=SC2086
    $TARGET_CC $flags $warnings "$@" "-I$include" -c "$source" -o "$work/object" \
        2>"$work/messages" || fail "$source with $include: $(head -n 3 "$work/messages")"
}

# The headers of a board at EL2, as its folder has them.
at_el2() {
    mkdir -p "$work/$1" && cp -R "$sdk/board/$board/$1/include" "$work/$1/" || exit 1
    cat libsel4/el2/sel4/level.h >"$work/$1/include/sel4/level.h" &&
        kernel/board/boards.sh "$work/boards" tests/tool/boards/*/board.txt &&
        awk -f "$work/boards/test_el2/gen_config.awk" "libsel4/config/$1/kernel/gen_config.h" \
            >"$work/$1/include/kernel/gen_config.h" || fail 'the headers of EL2 cannot be made'
    grep -q '^#define CONFIG_ARM_HYPERVISOR_SUPPORT  1$' "$work/$1/include/kernel/gen_config.h" ||
        fail "gen_config.h of a board at EL2 does not say so"
    grep -q '^#define CONFIG_ALLOW_SMC_CALLS  1$' "$work/$1/include/kernel/gen_config.h" ||
        fail "gen_config.h of a board whose firmware answers does not say so"
}

for config in debug release benchmark; do
    at_el2 $config
    for include in "$sdk/board/$board/$config/include" "$work/$config/include"; do
        compile tests/sdk/guests/vmm.c "$include"
        "$TARGET_LD" "-L$sdk/board/$board/$config/lib" "$work/object" -lmicrokit -Tmicrokit.ld \
            -o "$work/vmm.elf" 2>"$work/messages" || fail "$config: $(head -n 3 "$work/messages")"
    done
done
compile tests/sdk/languages/names.c "$work/debug/include"

# A number that is not that of the interface is seen.
sed 's/SEL4_LEVEL_IRQ_LABELS  60/SEL4_LEVEL_IRQ_LABELS  61/' libsel4/el2/sel4/level.h \
    >"$work/debug/include/sel4/level.h"
# shellcheck disable=SC2086
if $TARGET_CC $flags "-I$work/debug/include" -c tests/sdk/languages/names.c -o "$work/object" \
    2>"$work/messages"; then
    fail 'a wrong label of EL2 is not noticed'
fi
