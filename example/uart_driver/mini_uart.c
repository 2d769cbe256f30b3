/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver of the Raspberry Pi 4's mini UART (UART1), one of the auxiliary peripherals.  Its FIFO
 * has 8 characters.
 *
 * Source: BCM2711 ARM Peripherals, 2.2 "Mini UART".  Its table of AUX_MU_IER_REG is not right, says
 * the public list of errata of the BCM2835, which has the same UART: bit 0 is the receive
 * interrupt's, as in the 16550, and without bits 2 and 3 none comes.
 */
#include "driver.h"

enum mini_uart_register {
    AUX_ENABLES = 0x04, /* rw  which of the auxiliary peripherals are on */
    MU_IO = 0x40,       /* rw  data */
    MU_IER = 0x44,      /* rw  interrupts: 1 = may interrupt */
    MU_IIR = 0x48,      /* rw  written: what to empty */
    MU_LCR = 0x4c,      /* rw  line control */
    MU_LSR = 0x54,      /* ro  line status; reading it clears an overrun */
    MU_CNTL = 0x60      /* rw  sender and receiver on or off */
};

enum { ENABLE_MINI_UART = 1 << 0 };
enum { IER_RECEIVE = 1 << 0, IER_ALSO_NEEDED = 3 << 2 };
enum { IIR_EMPTY_BOTH = 3 << 1 };
enum { LCR_8_BITS = 3 };
enum {
    LSR_RECEIVED = 1 << 0,
    LSR_OVERRUN = 1 << 1,
    LSR_ROOM = 1 << 5, /* to send one character at least */
    LSR_IDLE = 1 << 6  /* all has been sent */
};
enum { CNTL_RECEIVE = 1 << 0, CNTL_TRANSMIT = 1 << 1 };

/* Address of the registers, set by the tool. */
seL4_Word aux;

static volatile seL4_Uint32 *reg(enum mini_uart_register offset)
{
    return (volatile seL4_Uint32 *)(aux + offset);
}

/* Reading the status forgets an overrun, so whoever reads it counts that. */
static seL4_Uint32 status(void)
{
    seL4_Uint32 lsr = *reg(MU_LSR);

    if ((lsr & LSR_OVERRUN) != 0) {
        overrun();
    }
    return lsr;
}

/* Firmware has set the speed of the line and the pins (enable_uart=1), and QEMU's has none. */
void init(void)
{
    *reg(AUX_ENABLES) |= ENABLE_MINI_UART; /* its registers answer only then */
    while ((*reg(MU_LSR) & LSR_IDLE) == 0) {
    }
    *reg(MU_CNTL) = 0;
    device_interrupts(seL4_False);
    *reg(MU_LCR) = LCR_8_BITS;
    *reg(MU_IIR) = IIR_EMPTY_BOTH;
    *reg(MU_CNTL) = CNTL_RECEIVE | CNTL_TRANSMIT;
    device_interrupts(seL4_True);
}

static seL4_Bool device_has_received(void)
{
    return (status() & LSR_RECEIVED) != 0;
}

static char device_receive(void)
{
    return (char)(*reg(MU_IO) & 0xff);
}

static void device_interrupts(seL4_Bool on)
{
    *reg(MU_IER) = on ? IER_RECEIVE | IER_ALSO_NEEDED : 0;
}

static void device_send(char c)
{
    while ((status() & LSR_ROOM) == 0) {
    }
    *reg(MU_IO) = (seL4_Uint8)c;
}
