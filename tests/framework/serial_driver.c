/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver of the console, a PL011, for output; the virtualiser feeds it.
 * Facts: Arm PrimeCell UART (PL011) Technical Reference Manual, chapter 3.
 */
#include "config.h"
#include "ring.h"

enum { UART_IRQ = 0, VIRT = 1 };

/* Set by the tool. */
seL4_Word uart_vaddr;
seL4_Word text_vaddr;

enum { UARTDR = 0x00, UARTFR = 0x18, UARTIMSC = 0x38, UARTICR = 0x44 };
enum { FR_TXFF = 1 << 5, INT_TX = 1 << 5 };

static volatile seL4_Uint32 *uart(unsigned offset)
{
    return (volatile seL4_Uint32 *)(uart_vaddr + offset);
}

/* Until the text ends, or the device has no room: then it interrupts when it has. */
static void send(void)
{
    struct text *text = (struct text *)text_vaddr;
    seL4_Bool full = seL4_False;

    do {
        while (!full && ring_filled(&text->ring) > 0) {
            full = (*uart(UARTFR) & FR_TXFF) != 0;
            if (!full) {
                *uart(UARTDR) = (seL4_Uint8)text_peek(text, 0);
                ring_drop(&text->ring);
            }
        }
    } while (!full && !ring_may_wait(&text->ring));
    *uart(UARTIMSC) = full ? INT_TX : 0;
}

void init(void)
{
    *uart(UARTIMSC) = 0;
    *uart(UARTICR) = INT_TX;
    send();
}

void notified(microkit_channel ch)
{
    *uart(UARTICR) = INT_TX;
    send();
    if (ch == UART_IRQ) {
        microkit_deferred_irq_ack(UART_IRQ);
    } else {
        microkit_deferred_notify(VIRT); /* there is room again */
    }
}
