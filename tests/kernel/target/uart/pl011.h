/* SPDX-License-Identifier: BSD-2-Clause */
/* Arm PrimeCell UART (PL011): its technical reference manual, DDI 0183, 3.3. */
#pragma once

#include "uart/uart.h"

enum { UARTDR = 0x00, UARTIMSC = 0x38, UARTRIS = 0x3c, UART_TX = 1 << 5 };

/* PrimeCell identification (3.3.19 to 3.3.22). */
static const struct known_register uart_known[] = {
    {0xff0, 0xff, 0x0d}, {0xff4, 0xff, 0xf0}, {0xff8, 0xff, 0x05}, {0xffc, 0xff, 0xb1}};

/* The transmit interrupt is there once something has been sent; a blank if nothing was. */
static inline void uart_line_up(volatile unsigned *uart)
{
    if ((uart[UARTRIS / WORD_BYTES] & UART_TX) == 0) {
        uart[UARTDR / WORD_BYTES] = ' ';
    }
    uart[UARTIMSC / WORD_BYTES] = UART_TX;
}

static inline void uart_line_down(volatile unsigned *uart)
{
    uart[UARTIMSC / WORD_BYTES] = 0;
}

static inline seL4_Bool uart_line_is_up(volatile unsigned *uart)
{
    return (uart[UARTRIS / WORD_BYTES] & UART_TX) != 0;
}
