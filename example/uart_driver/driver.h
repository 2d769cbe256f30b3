/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the drivers here have in common; each includes it, once, and has the device's part:
 * init() and the four functions below.
 *
 * The hardware keeps received characters in a FIFO and raises an interrupt.  The driver moves them
 * to a buffer of its own, from which its client gets them.
 *
 * With the buffer full, the driver leaves the rest in the FIFO and masks the interrupt until there
 * is room.  If the FIFO fills up, too, it depends on the other end of the line: QEMU waits; a real
 * line without flow control does not, and the hardware drops characters and says so, which the
 * driver counts.
 */
#pragma once

#include "uart.h"

enum { UART_IRQ = 0, CLIENT = 1 };

/* Whether there is a character in the FIFO; what is lost is told to overrun(). */
static seL4_Bool device_has_received(void);

/* Takes it. */
static char device_receive(void);

/* Lets the device interrupt for what it receives, or not. */
static void device_interrupts(seL4_Bool on);

/* Sends a character; waits for room in the FIFO.  On QEMU there always is; a real line takes 87 us
   for a character at 115200 baud, and a driver for one would use the transmit interrupt instead. */
static void device_send(char c);

/* Characters received and not read: from buffer[first] on, `count` of them, round the end. */
enum { BUFFER = 256 };
static char buffer[BUFFER];
static unsigned first;
static unsigned count;

static seL4_Word overruns;

static void overrun(void)
{
    overruns++;
}

/* From the FIFO to the buffer, as much as has room.  If something stays behind, its interrupts are
   masked, or they would be raised without end. */
static void receive(void)
{
    while (count < BUFFER && device_has_received()) {
        buffer[(first + count++) % BUFFER] = device_receive();
    }
    device_interrupts(count < BUFFER);
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

static void write(unsigned length)
{
    for (unsigned i = 0; i < length; i++) {
        char c = (char)microkit_mr_get((seL4_Uint8)i);

        if (c == '\n') {
            device_send('\r');
        }
        device_send(c);
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
