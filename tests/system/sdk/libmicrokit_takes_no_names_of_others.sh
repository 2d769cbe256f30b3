#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a component may name its functions as it likes.  Every global name of
# libmicrokit begins with microkit_, but for the entry points and what others expect of it; those
# that a component may define are weak.
. "$(dirname "$0")/../lib.sh"

nm=${TARGET_SIZE%size}nm

for config in debug release benchmark; do
    lib=$sdk/board/$board/$config/lib/libmicrokit.a
    $nm "$lib" | awk 'NF == 3 && $2 ~ /^[A-TV-Z]$/ { print $2, $3 }' | sort >"$work/$config"
    grep -q ' microkit_start$' "$work/$config" || fail "$config: no names in $lib"
    grep -v ' microkit_' "$work/$config" >"$work/$config.others" || true
    expect_transcript "$work/$config.others" <<'END'
D __sel4_ipc_buffer
T _start
W __assert_fail
W fault
W protected
END
done

cat >"$work/names.c" <<'END'
#include <microkit.h>
void report_missing(void);
void crash(void);
void receive(void);
void __assert_fail(const char *expression, const char *file, unsigned line, const char *function);
void report_missing(void) {}
void crash(void) {}
void receive(void) {}
void __assert_fail(const char *expression, const char *file, unsigned line, const char *function)
{
    (void)expression, (void)file, (void)line, (void)function;
}
void init(void) {}
void notified(microkit_channel ch) { (void)ch; }
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    return msginfo;
}
END
# Compilers of several words.
# shellcheck disable=SC2086
$TARGET_CC -ffreestanding -fno-pic -fno-pie -mstrict-align -O2 \
    -I"$sdk/board/$board/debug/include" -c "$work/names.c" -o "$work/names.o"
"$TARGET_LD" -L"$sdk/board/$board/debug/lib" "$work/names.o" -lmicrokit -Tmicrokit.ld \
    -o "$work/names.elf" 2>"$work/log" || fail "$(head -n 1 "$work/log")"
