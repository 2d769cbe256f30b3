/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of interrupts: lines that a test can raise by itself.  The UART
 * raises its transmit interrupt as long as the test lets it; a software
 * generated interrupt comes once for each invocation of its capability.
 *
 * IRQ handlers are not the arena's: a test deletes those that it makes.
 */
#pragma once

#include "devices.h"
#include "spaces.h"

enum { LEVEL = 0, EDGE = 1 };

/* ---- Invocations, arguments in the order of ABI.md 3.2 ---- */

static inline seL4_Word irq_get(seL4_Word irq, struct place at)
{
    return invoke(seL4_CapIRQControl, IRQIssueIRQHandler, W(at.root), W(irq, at.index, at.depth));
}

static inline seL4_Word irq_get_trigger(seL4_Word irq, seL4_Word trigger, struct place at)
{
    return invoke(seL4_CapIRQControl, ARMIRQIssueIRQHandlerTrigger, W(at.root),
                  W(irq, trigger, at.index, at.depth));
}

static inline seL4_Word irq_issue_sgi(seL4_Word sgi, seL4_Word target, struct place at)
{
    return invoke(seL4_CapIRQControl, ARMIRQIssueSGISignal, W(at.root),
                  W(sgi, target, at.index, at.depth));
}

static inline seL4_Word irq_ack(seL4_CPtr handler)
{
    return invoke(handler, IRQAckIRQ, NONE, NONE);
}

static inline seL4_Word irq_set_notification(seL4_CPtr handler, seL4_CPtr notification)
{
    return invoke(handler, IRQSetIRQHandler, W(notification), NONE);
}

static inline seL4_Word irq_clear(seL4_CPtr handler)
{
    return invoke(handler, IRQClearIRQHandler, NONE, NONE);
}

/* ---- Lines and who hears them ---- */

/* A handler of `irq` in a fresh slot; lines from 32 on are level-triggered afterwards. */
seL4_CPtr handler_new(seL4_Word irq);

/* A capability to send SGI `sgi` to this core. */
seL4_CPtr sgi_new(seL4_Word sgi);

/* The UART's registers; the test deletes the frame: uart_end(). */
struct uart {
    seL4_CPtr frame;
    volatile unsigned *registers;
};

struct uart uart_new(void);
void uart_end(struct uart uart);

/* Its line goes up, and stays up until uart_lower(). */
void uart_raise(struct uart uart);
void uart_lower(struct uart uart);

/* What `ntfn` holds after everything that is pending has been delivered; 0: no signal. */
seL4_Word delivered(seL4_CPtr ntfn);
