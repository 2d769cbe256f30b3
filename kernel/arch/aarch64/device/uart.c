/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console: characters to the board's UART, by polling, in debug builds.  The
 * device stays the users', who may reprogram it at any time; so this relies on
 * nothing but the flags at the moment of writing.  Which UART that is, and so
 * where its registers are, kernel/board says.
 */
#include "uart.h"

#include "arch.h"
#include "board_devices.h"
#include "board_uart.h"
#include "mmio.h"

/* A stuck UART must not stop the kernel: give up after so many polls. */
enum { POLL_LIMIT = 1000000 };

static void uart_wait(uint32_t mask, uint32_t value)
{
    for (unsigned i = 0; i < POLL_LIMIT; i++) {
        if ((mmio_read32(BOARD_UART_PADDR, UART_STATUS) & mask) == value) {
            return;
        }
    }
}

static void uart_put(char c)
{
    uart_wait(UART_ROOM_MASK, UART_ROOM_VALUE);
    mmio_write32(BOARD_UART_PADDR, UART_DATA, (unsigned char)c);
}

void arch_putc(char c)
{
    if (!CONFIG_DEBUG_BUILD) {
        return;
    }
    if (c == '\n') {
        uart_put('\r');
    }
    uart_put(c);
}

void uart_drain(void)
{
    if (CONFIG_DEBUG_BUILD) {
        uart_wait(UART_EMPTY_MASK, UART_EMPTY_VALUE);
    }
}
