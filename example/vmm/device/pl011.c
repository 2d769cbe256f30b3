/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PL011's registers and its interrupt.
 *
 * Two interrupts say that something was received: the FIFO is filled to a level, or it
 * is not but nothing more has come for a while.  Here no time passes in between: the
 * second is there as soon as there is a character.
 */
#include "pl011.h"

enum {
    UARTDR = 0x00,    /* rw  3.3.1 */
    UARTFR = 0x18,    /* ro  3.3.3 */
    UARTIBRD = 0x24,  /* rw  3.3.5 */
    UARTFBRD = 0x28,  /* rw  3.3.6 */
    UARTLCR_H = 0x2c, /* rw  3.3.7 */
    UARTCR = 0x30,    /* rw  3.3.8 */
    UARTIFLS = 0x34,  /* rw  3.3.9 */
    UARTIMSC = 0x38,  /* rw  3.3.10 */
    UARTRIS = 0x3c,   /* ro  3.3.11 */
    UARTMIS = 0x40,   /* ro  3.3.12 */
    UARTICR = 0x44,   /* wo  3.3.13 */
    IDENTITY = 0xfe0  /* ro  3.3.15 on: eight registers of a byte */
};

enum { FR_CTS = 1, FR_RXFE = 1 << 4, FR_RXFF = 1 << 6, FR_TXFE = 1 << 7 };
enum { INT_RX = 1 << 4, INT_TX = 1 << 5, INT_RT = 1 << 6, INT_ALL = 0x7ff };
enum { CR_UARTEN = 1, CR_TXE = 1 << 8, CR_RXE = 1 << 9, CR_BITS = 0xff87 };
enum { LCR_FEN = 1 << 4 };

/* How many characters are a level, for each value of UARTIFLS's bits 5:3. */
static const uint8_t levels[8] = {4, 8, 16, 24, 28, 16, 16, 16};

/* UARTPeriphID0 to 3 (part 0x011, revision r1p5), UARTPCellID0 to 3. */
static const uint8_t identity[8] = {0x11, 0x10, 0x34, 0x00, 0x0d, 0xf0, 0x05, 0xb1};

static void show(struct pl011 *uart)
{
    vgic_set_line(uart->gic, uart->irq, (uart->raw & uart->mask) != 0);
}

static unsigned capacity(const struct pl011 *uart)
{
    return (uart->line_control & LCR_FEN) != 0 ? PL011_FIFO : 1;
}

static bool enough(const struct pl011 *uart)
{
    return (uart->line_control & LCR_FEN) == 0 ? uart->count > 0
                                               : uart->count >= levels[uart->fifo_levels >> 3 & 7];
}

void pl011_reset(struct pl011 *uart, struct vgic *gic, unsigned irq)
{
    *uart = (struct pl011){.gic = gic, .irq = irq, .control = CR_TXE | CR_RXE, .fifo_levels = 0x12};
    show(uart);
}

bool pl011_receive(struct pl011 *uart, uint8_t c)
{
    const uint32_t on = CR_UARTEN | CR_RXE;

    if ((uart->control & on) != on || uart->count >= capacity(uart)) {
        return false;
    }
    uart->fifo[(uart->first + uart->count++) % PL011_FIFO] = c;
    uart->raw |= INT_RT | (enough(uart) ? (uint32_t)INT_RX : 0);
    show(uart);
    return true;
}

static uint32_t take(struct pl011 *uart)
{
    uint8_t c;

    if (uart->count == 0) {
        return 0;
    }
    c = uart->fifo[uart->first];
    uart->first = (uart->first + 1) % PL011_FIFO;
    uart->count--;
    if (!enough(uart)) {
        uart->raw &= ~(uint32_t)INT_RX;
    }
    if (uart->count == 0) {
        uart->raw &= ~(uint32_t)INT_RT;
    }
    show(uart);
    return c;
}

static uint32_t flags(const struct pl011 *uart)
{
    return FR_CTS | FR_TXFE | (uart->count == 0 ? (uint32_t)FR_RXFE : 0) |
           (uart->count >= capacity(uart) ? (uint32_t)FR_RXFF : 0);
}

uint64_t pl011_read(struct pl011 *uart, uint64_t offset, unsigned bytes)
{
    (void)bytes;
    if (offset >= IDENTITY) {
        return identity[(offset - IDENTITY) / 4 & 7];
    }
    switch (offset) {
    case UARTDR: return take(uart);
    case UARTFR: return flags(uart);
    case UARTIBRD: return uart->divisor;
    case UARTFBRD: return uart->fraction;
    case UARTLCR_H: return uart->line_control;
    case UARTCR: return uart->control;
    case UARTIFLS: return uart->fifo_levels;
    case UARTIMSC: return uart->mask;
    case UARTRIS: return uart->raw;
    case UARTMIS: return uart->raw & uart->mask;
    default: return 0;
    }
}

/* The FIFO is empty again at once, which is what its interrupt says. */
static void send(struct pl011 *uart, uint8_t c)
{
    if ((uart->control & CR_TXE) != 0) {
        platform_print(c);
        uart->raw |= INT_TX;
    }
}

/* Without FIFOs there is room for one character: what does not fit is lost. */
static void set_line_control(struct pl011 *uart, uint32_t value)
{
    if (((uart->line_control ^ value) & LCR_FEN) != 0) {
        uart->count = 0;
        uart->raw &= ~(uint32_t)(INT_RX | INT_RT);
    }
    uart->line_control = value;
}

void pl011_write(struct pl011 *uart, uint64_t offset, unsigned bytes, uint64_t value)
{
    uint32_t word = (uint32_t)value & 0xffff;

    (void)bytes;
    switch (offset) {
    case UARTDR: send(uart, (uint8_t)word); break;
    case UARTIBRD: uart->divisor = word; break;
    case UARTFBRD: uart->fraction = word & 0x3f; break;
    case UARTLCR_H: set_line_control(uart, word & 0xff); break;
    case UARTCR: uart->control = word & CR_BITS; break;
    case UARTIFLS: uart->fifo_levels = word & 0x3f; break;
    case UARTIMSC: uart->mask = word & INT_ALL; break;
    case UARTICR: uart->raw &= ~word; break;
    default: break;
    }
    show(uart);
}
