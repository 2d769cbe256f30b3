/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Arm PrimeCell UART (PL011), as far as printing by polling needs it.  For C and
 * the assembler.
 *
 * Source: its technical reference manual, DDI 0183.
 */
#pragma once

#define UART_DATA 0x000      /* UARTDR, 3.3.1 */
#define UART_STATUS 0x018    /* UARTFR, 3.3.3 */

/* There is room for a character if these bits have this value ... */
#define UART_ROOM_MASK 0x20  /* TXFF: the transmit FIFO is full */
#define UART_ROOM_VALUE 0

/* ... and the last one has left if those have that. */
#define UART_EMPTY_MASK 0x08 /* BUSY */
#define UART_EMPTY_VALUE 0
