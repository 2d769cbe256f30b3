/* SPDX-License-Identifier: BSD-2-Clause */
/* Debug output, a character at a time through the kernel; in decimal what is a number. */
#include <microkit.h>

void microkit_dbg_putc(int c)
{
    sel4_debug_put_char((char)c);
}

void microkit_dbg_puts(const char *s)
{
    for (; *s != '\0'; s++) {
        microkit_dbg_putc(*s);
    }
}

void microkit_dbg_put8(seL4_Uint8 x)
{
    microkit_dbg_put32(x);
}

void microkit_dbg_put32(seL4_Uint32 x)
{
    char digits[11]; /* 2^32 - 1 has ten, and the NUL */
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    microkit_dbg_puts(p);
}
