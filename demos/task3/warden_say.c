/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the warden prints numbers and tables.
 */
#include "warden.h"

void put_decimal(seL4_Word value)
{
    microkit_dbg_put32((seL4_Uint32)value);
}

void put_hex(seL4_Word value, unsigned digits)
{
    microkit_dbg_puts("0x");
    for (unsigned i = 16; i > 0; i--) {
        unsigned shift = 4 * (i - 1);

        if (i <= digits || i == 1 || value >> shift != 0) {
            microkit_dbg_putc("0123456789abcdef"[value >> shift & 0xf]);
        }
    }
}

void put_padded(const char *text, unsigned width)
{
    unsigned length = 0;

    for (; text[length] != '\0'; length++) {
    }
    microkit_dbg_puts(text);
    for (; length < width; length++) {
        microkit_dbg_putc(' ');
    }
}
