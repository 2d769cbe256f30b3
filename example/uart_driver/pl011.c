/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver of a PL011 UART, which QEMU's `virt` has, and the Raspberry Pi 4 as its UART0.  Its
 * FIFO has 16 or 32 characters, by its revision.
 *
 * Source: PrimeCell UART (PL011) Technical Reference Manual, Arm DDI 0183, chapter 3.
 */
#include "driver.h"

enum pl011_register {
    UARTDR = 0x00,   /* rw  data, and what was wrong with it, 3.3.1 */
    UARTFR = 0x18,   /* ro  flags, 3.3.3 */
    UARTLCR_H = 0x2c, /* rw  line control; FIFOs off empties them, 3.3.7 */
    UARTCR = 0x30,   /* rw  control, 3.3.8 */
    UARTIMSC = 0x38, /* rw  interrupt mask: 1 = may interrupt, 3.3.10 */
    UARTICR = 0x44   /* wo  interrupt clear, 3.3.13 */
};

enum { DR_DATA = 0xff, DR_OVERRUN = 1 << 11 };
enum {
    FR_BUSY = 1 << 3, /* sending */
    FR_RXFE = 1 << 4, /* nothing received */
    FR_TXFF = 1 << 5  /* no room to send */
};
enum { LCR_FIFO = 1 << 4 /* FIFOs on */, LCR_8_BITS = 3 << 5 };
enum { CR_ENABLE = 1 << 0, CR_TRANSMIT = 1 << 8, CR_RECEIVE = 1 << 9 };

/* Two interrupts say that there is something in the FIFO: it is filled to its trigger level; or it
   is not, but nothing more has come for a while.  Both end when it is read empty. */
enum { INT_RECEIVE = 1 << 4, INT_RECEIVE_TIMEOUT = 1 << 6, INT_ALL = 0x7ff };

/* Address of the registers, set by the tool. */
seL4_Word pl011;

static volatile seL4_Uint32 *reg(enum pl011_register offset)
{
    return (volatile seL4_Uint32 *)(pl011 + offset);
}

/* Firmware has set the speed of the line, and QEMU's has none.  The order is what the manual asks
   for (3.3.8): nothing is changed while the UART sends or is enabled. */
void init(void)
{
    while ((*reg(UARTFR) & FR_BUSY) != 0) {
    }
    *reg(UARTCR) = 0;
    device_interrupts(seL4_False);
    *reg(UARTICR) = INT_ALL;
    *reg(UARTLCR_H) = LCR_8_BITS;
    *reg(UARTLCR_H) = LCR_8_BITS | LCR_FIFO;
    *reg(UARTCR) = CR_ENABLE | CR_TRANSMIT | CR_RECEIVE;
    device_interrupts(seL4_True);
}

static seL4_Bool device_has_received(void)
{
    return (*reg(UARTFR) & FR_RXFE) == 0;
}

static char device_receive(void)
{
    seL4_Uint32 data = *reg(UARTDR);

    if ((data & DR_OVERRUN) != 0) {
        overrun();
    }
    return (char)(data & DR_DATA);
}

static void device_interrupts(seL4_Bool on)
{
    *reg(UARTIMSC) = on ? INT_RECEIVE | INT_RECEIVE_TIMEOUT : 0;
}

static void device_send(char c)
{
    while ((*reg(UARTFR) & FR_TXFF) != 0) {
    }
    *reg(UARTDR) = (seL4_Uint8)c;
}
