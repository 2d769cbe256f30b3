/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers that microkit.h cannot print. */
#pragma once

#include <microkit.h>

static inline void print_hex(seL4_Word value)
{
    unsigned shift = 60;

    microkit_dbg_puts("0x");
    while (shift > 0 && value >> shift == 0) {
        shift -= 4;
    }
    for (;; shift -= 4) {
        microkit_dbg_putc("0123456789abcdef"[value >> shift & 15]);
        if (shift == 0) {
            return;
        }
    }
}

/* `value` as a signed number; its magnitude must be below 2^32. */
static inline void print_signed(seL4_Word value)
{
    if (value >> 63 != 0) {
        microkit_dbg_putc('-');
        value = 0 - value;
    }
    microkit_dbg_put32((seL4_Uint32)value);
}
