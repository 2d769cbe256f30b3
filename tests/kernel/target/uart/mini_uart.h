/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Raspberry Pi's mini UART, in the block of auxiliary peripherals: BCM2711 ARM
 * Peripherals, 2.2.  Of AUX_MU_IER_REG the table there is not right, says the
 * public list of errata of its predecessor (BCM2835): bit 1 is the transmit
 * interrupt's, as in the 16550, and without bits 2 and 3 none comes.
 */
#pragma once

#include "uart/uart.h"

enum { AUX_IRQ = 0x00, AUX_MU_IER_REG = 0x44, UART_TX = 1 << 1, ALSO_NEEDED = 3 << 2 };

/* AUX_ENABLES: the mini UART is on, or the console would be silent. */
static const struct known_register uart_known[] = {{0x04, 1, 1}};

/* AUX_IRQ has bit 0 for the mini UART. */
static inline seL4_Bool uart_line_is_up(volatile unsigned *uart)
{
    return (uart[AUX_IRQ / WORD_BYTES] & 1) != 0;
}

/* The transmit interrupt comes when all has been sent, and stays. */
static inline void uart_line_up(volatile unsigned *uart)
{
    uart[AUX_MU_IER_REG / WORD_BYTES] = UART_TX | ALSO_NEEDED;
    while (!uart_line_is_up(uart)) {
    }
}

static inline void uart_line_down(volatile unsigned *uart)
{
    uart[AUX_MU_IER_REG / WORD_BYTES] = 0;
}
