/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text output.  There is no printf here: the initial task needs four formats,
 * and format strings would be one more thing to get wrong in an error path.
 */
#include "print.h"

#include <sel4/sel4.h>

void print_char(char c)
{
    sel4_debug_put_char(c);
}

void print_text(const char *text)
{
    while (*text != '\0') {
        print_char(*text++);
    }
}

static void print_digits(uint64_t value, int digits)
{
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
        print_char("0123456789abcdef"[(value >> shift) & 0xf]);
    }
}

void print_hex(uint64_t value)
{
    int digits = 1;

    while (digits < 16 && value >> (4 * digits) != 0) {
        digits++;
    }
    print_text("0x");
    print_digits(value, digits);
}

void print_hex_column(uint64_t value)
{
    print_digits(value, 16);
}

void print_decimal(uint64_t value)
{
    char digits[20]; /* of 2^64 - 1 */
    int count = 0;

    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    while (count > 0) {
        print_char(digits[--count]);
    }
}
