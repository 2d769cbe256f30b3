/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Raspberry Pi's mini UART (UART1), as pl011.h: from the start of the block
 * of auxiliary peripherals that it is in.
 *
 * Source: BCM2711 ARM Peripherals, chapter 2, "Auxiliaries: UART1, SPI1 & SPI2".
 */
#pragma once

#define UART_DATA 0x040      /* AUX_MU_IO_REG */
#define UART_STATUS 0x054    /* AUX_MU_LSR_REG */

#define UART_ROOM_MASK 0x20  /* Transmitter empty: the FIFO can take at least one byte */
#define UART_ROOM_VALUE 0x20

#define UART_EMPTY_MASK 0x40 /* Transmitter idle: the FIFO is empty, and the last bit has left */
#define UART_EMPTY_VALUE 0x40
