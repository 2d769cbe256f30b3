/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Output of test components that must work in every configuration: the UART itself.  Polled; the
 * reset state of QEMU's PL011 is good enough once it is enabled.
 */
#pragma once

#include <microkit.h>

/* PL011 registers (Arm DDI 0183, "Summary of registers"). */
enum { UART_DR = 0x00, UART_FR = 0x18, UART_CR = 0x30 };
enum { UART_FR_TXFF = 1 << 5, UART_CR_UARTEN = 1 << 0, UART_CR_TXE = 1 << 8 };

extern seL4_Word uart_vaddr; /* defined by the component, set by the tool */

static inline volatile seL4_Uint32 *uart_register(seL4_Word offset)
{
    return (volatile seL4_Uint32 *)(uart_vaddr + offset);
}

static inline void uart_print(const char *s)
{
    *uart_register(UART_CR) |= UART_CR_UARTEN | UART_CR_TXE;
    for (; *s != '\0'; s++) {
        while ((*uart_register(UART_FR) & UART_FR_TXFF) != 0) {
        }
        *uart_register(UART_DR) = (seL4_Uint8)*s;
    }
}
