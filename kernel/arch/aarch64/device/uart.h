/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Debug console on the board's UART.  Firmware has set it up, and its speed.
 */
#pragma once

/* Wait until the last character has left.  Nothing outside debug builds, where
   the UART is not mapped. */
void uart_drain(void);
