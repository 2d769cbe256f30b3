/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console: characters to a PL011, by polling, in debug builds.  The device
 * stays the users', who may reprogram it at any time; so this relies on
 * nothing but the flags at the moment of writing.
 *
 * Source: Arm PrimeCell UART (PL011) technical reference manual, DDI 0183.
 */
#include "pl011.h"

#include "arch.h"
#include "board_devices.h"
#include "mmio.h"

enum pl011_register {
    UART_DR = 0x000, /* rw  data, 3.3.1 */
    UART_FR = 0x018  /* ro  flags, 3.3.3 */
};

enum { FR_BUSY = 1 << 3, FR_TX_FULL = 1 << 5 };

/* A stuck UART must not stop the kernel: give up after so many polls. */
enum { POLL_LIMIT = 1000000 };

static void pl011_wait_clear(uint32_t flag)
{
    for (unsigned i = 0; i < POLL_LIMIT; i++) {
        if ((mmio_read32(BOARD_UART_PADDR, UART_FR) & flag) == 0) {
            return;
        }
    }
}

static void pl011_put(char c)
{
    pl011_wait_clear(FR_TX_FULL);
    mmio_write32(BOARD_UART_PADDR, UART_DR, (unsigned char)c);
}

void arch_putc(char c)
{
    if (!CONFIG_DEBUG_BUILD) {
        return;
    }
    if (c == '\n') {
        pl011_put('\r');
    }
    pl011_put(c);
}

void pl011_drain(void)
{
    if (CONFIG_DEBUG_BUILD) {
        pl011_wait_clear(FR_BUSY);
    }
}
