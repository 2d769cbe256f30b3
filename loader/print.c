/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader has to say goes to the board's UART, as firmware has set it
 * up.  Only before the MMU is on: the UART is not mapped.
 */
#include "board_devices.h"
#include "board_uart.h"
#include "loader.h"

static void print_byte(char c)
{
    uint32_t flags;

    do {
        __asm__ volatile("ldr %w0, [%1]" : "=r"(flags) : "r"(BOARD_UART_PADDR + UART_STATUS));
    } while ((flags & UART_ROOM_MASK) != UART_ROOM_VALUE);
    __asm__ volatile("str %w0, [%1]"
                     :
                     : "r"((uint32_t)(unsigned char)c), "r"(BOARD_UART_PADDR + UART_DATA)
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
