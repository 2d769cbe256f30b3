/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver of the UART.
 *
 * The hardware keeps received characters in a FIFO (16 or 32 of them, by its revision) and raises
 * an interrupt.  The driver moves them to a buffer of its own, from which its client gets them.
 *
 * With the buffer full, the driver leaves the rest in the FIFO and masks the interrupt until there
 * is room.  If the FIFO fills up, too, it depends on the other end of the line: QEMU waits; a real
 * line without flow control does not, and the hardware drops characters and says so, which the
 * driver counts.
 *
 * Source: PrimeCell UART (PL011) Technical Reference Manual, Arm DDI 0183, chapter 3.
 */
#include "uart.h"

enum { UART_IRQ = 0, CLIENT = 1 };

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

/* Characters received and not read: from buffer[first] on, `count` of them, round the end. */
enum { BUFFER = 256 };
static char buffer[BUFFER];
static unsigned first;
static unsigned count;

static seL4_Word overruns;

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
    *reg(UARTIMSC) = 0;
    *reg(UARTICR) = INT_ALL;
    *reg(UARTLCR_H) = LCR_8_BITS;
    *reg(UARTLCR_H) = LCR_8_BITS | LCR_FIFO;
    *reg(UARTCR) = CR_ENABLE | CR_TRANSMIT | CR_RECEIVE;
    *reg(UARTIMSC) = INT_RECEIVE | INT_RECEIVE_TIMEOUT;
}

/* From the FIFO to the buffer, as much as has room.  If something stays behind, its interrupts are
   masked, or they would be raised without end. */
static void receive(void)
{
    while (count < BUFFER && (*reg(UARTFR) & FR_RXFE) == 0) {
        seL4_Uint32 data = *reg(UARTDR);

        if ((data & DR_OVERRUN) != 0) {
            overruns++;
        }
        buffer[(first + count++) % BUFFER] = (char)(data & DR_DATA);
    }
    *reg(UARTIMSC) = count < BUFFER ? INT_RECEIVE | INT_RECEIVE_TIMEOUT : 0;
}

void notified(microkit_channel ch)
{
    seL4_Bool was_empty = count == 0;

    if (ch != UART_IRQ) {
        return;
    }
    receive();
    microkit_irq_ack(UART_IRQ); /* after the FIFO was emptied: the interrupt is a level */
    if (was_empty && count > 0) {
        microkit_notify(CLIENT);
    }
}

/* Waits for room in the FIFO.  On QEMU there always is; a real line takes 87 us for a character at
   115200 baud, and a driver for one would use the transmit interrupt instead. */
static void put(char c)
{
    while ((*reg(UARTFR) & FR_TXFF) != 0) {
    }
    *reg(UARTDR) = (seL4_Uint8)c;
}

static void write(unsigned length)
{
    for (unsigned i = 0; i < length; i++) {
        char c = (char)microkit_mr_get((seL4_Uint8)i);

        if (c == '\n') {
            put('\r');
        }
        put(c);
    }
}

/*
 * The FIFO first: an answer of no characters means that there are none anywhere, so that the next
 * one to come interrupts, finds the buffer empty, and is signalled.  An answer with some makes the
 * client read again, which unmasks the interrupt if the buffer was full.
 */
static microkit_msginfo read(void)
{
    seL4_Uint16 length = 0;

    receive();
    for (; count > 0 && length < UART_MOST; length++) {
        microkit_mr_set((seL4_Uint8)length, (seL4_Uint8)buffer[first]);
        first = (first + 1) % BUFFER;
        count--;
    }
    return microkit_msginfo_new(0, length);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word length = microkit_msginfo_get_count(msginfo);

    (void)ch;
    switch (microkit_msginfo_get_label(msginfo)) {
    case UART_WRITE:
        write(length <= UART_MOST ? (unsigned)length : UART_MOST);
        return microkit_msginfo_new(0, 0);
    case UART_READ:
        return read();
    case UART_LOST:
        microkit_mr_set(0, overruns);
        return microkit_msginfo_new(0, 1);
    default:
        return microkit_msginfo_new(0, 0);
    }
}
