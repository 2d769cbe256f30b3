/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader has to say goes to the board's PL011, as firmware has set it
 * up.  Only before the MMU is on: the UART is not mapped.
 *
 * Source: Arm PrimeCell UART (PL011) technical reference manual, DDI 0183.
 */
#include "board_devices.h"
#include "loader.h"

enum uart_register {
    UART_DR = 0x000, /* rw  data, 3.3.1 */
    UART_FR = 0x018  /* ro  flags, 3.3.3 */
};

enum { FR_TX_FULL = 1 << 5 };

static void print_byte(char c)
{
    uint32_t flags;

    do {
        __asm__ volatile("ldr %w0, [%1]" : "=r"(flags) : "r"(BOARD_UART_PADDR + UART_FR));
    } while ((flags & FR_TX_FULL) != 0);
    __asm__ volatile("str %w0, [%1]"
                     :
                     : "r"((uint32_t)(unsigned char)c), "r"(BOARD_UART_PADDR + UART_DR)
                     : "memory");
}

void print_text(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            print_byte('\r');
        }
        print_byte(*text);
    }
}

void print_decimal(uint64_t value)
{
    char digits[21]; /* of 2^64 - 1, and the end */
    unsigned at = sizeof(digits) - 1;

    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    print_text(&digits[at]);
}

void print_hex(uint64_t value)
{
    unsigned shift = 60;

    while (shift > 0 && value >> shift == 0) {
        shift -= 4;
    }
    print_text("0x");
    for (;; shift -= 4) {
        print_byte("0123456789abcdef"[value >> shift & 15]);
        if (shift == 0) {
            return;
        }
    }
}
