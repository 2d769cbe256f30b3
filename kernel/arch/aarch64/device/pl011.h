/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Debug console on an Arm PL011 UART.  Firmware has set its speed.
 */
#pragma once

/* Wait until the last character has left.  Nothing outside debug builds, where
   the UART is not mapped. */
void pl011_drain(void);
