/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7: a PL011 UART that nobody else uses (its technical reference manual, DDI 0183, 3.3), which
 * has sent something and says that it could send more.  It sends to itself.
 */
#include "interrupter.h"

/* Registers, as offsets in words. */
enum {
    UART_DATA = 0x00 / 4,
    UART_FLAGS = 0x18 / 4,
    UART_RATE = 0x24 / 4, /* UARTIBRD, and UARTFBRD behind it */
    UART_LINE_CONTROL = 0x2c / 4,
    UART_CONTROL = 0x30 / 4,
    UART_MASK = 0x38 / 4,
    UART_RAW_STATUS = 0x3c / 4
};

enum { FLAG_BUSY = 1 << 3, INTERRUPT_TRANSMIT = 1 << 5, LINE_8_BITS = 3 << 5 };
enum { CONTROL_ON = 1 << 0, CONTROL_LOOPBACK = 1 << 7, CONTROL_TRANSMIT = 1 << 8 };

/* Without the FIFO, its interrupt comes when the one character has left the holding register, and
   stays until the next is written (3.4, "UARTTXINTR"). */
static void send_one(volatile seL4_Uint32 *registers)
{
    registers[UART_CONTROL] = 0;
    while ((registers[UART_FLAGS] & FLAG_BUSY) != 0) {
    }
    registers[UART_RATE] = 1; /* as fast as it can be */
    registers[UART_RATE + 1] = 0;
    registers[UART_LINE_CONTROL] = LINE_8_BITS; /* after the rate: it takes that over */
    registers[UART_CONTROL] = CONTROL_ON | CONTROL_LOOPBACK | CONTROL_TRANSMIT;
    registers[UART_DATA] = 0;
    while ((registers[UART_RAW_STATUS] & INTERRUPT_TRANSMIT) == 0) {
    }
}

void interrupter_begin(volatile seL4_Uint32 *registers)
{
    send_one(registers);
    registers[UART_MASK] = INTERRUPT_TRANSMIT;
}

void interrupter_end(volatile seL4_Uint32 *registers)
{
    registers[UART_MASK] = 0;
}
