/* SPDX-License-Identifier: BSD-2-Clause */
/* The console, a character at a time. */
#include "print.h"

void print(const char *s)
{
    for (; *s != '\0'; s++) {
        sel4_debug_put_char(*s);
    }
}

static void print_in(seL4_Word x, seL4_Word base)
{
    char digits[24];
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = "0123456789abcdef"[x % base];
        x /= base;
    } while (x != 0);
    print(p);
}

void print_number(seL4_Word x)
{
    print_in(x, 10);
}

void print_hex(seL4_Word x)
{
    print("0x");
    print_in(x, 16);
}
