/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Wakes one other component at the beginning of each symbol, as a device would: a timer driver, the
 * only one here that has one.  It can signal, and nobody can signal it but the judge.
 */
#include "channel.h"

enum { CTL_ENABLE = 1 << 0, CTL_IMASK = 1 << 1 };

static unsigned left;         /* symbols */
static microkit_channel beat; /* whom to wake */
static uint64_t next;         /* when */

static void timer_set(uint64_t at, uint64_t control)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     : : "r"(at), "r"(control) : "memory");
}

void init(void)
{
    timer_set(0, CTL_IMASK);
}

static void start(microkit_channel ch)
{
    uint64_t now = counter_now();

    beat = CLOCK_FIRST_BEAT + ch;
    left = COVERT_SENT;
    next = now - now % counter_ticks(SYMBOL_US) + counter_ticks(SYMBOL_US);
    timer_set(next, CTL_ENABLE);
}

static void tick(void)
{
    if (left == 0) {
        timer_set(0, CTL_IMASK);
        return;
    }
    left--;
    next += counter_ticks(SYMBOL_US);
    timer_set(next, CTL_ENABLE);
    microkit_notify(beat);
    if (beat == CLOCK_FIRST_BEAT + CLOCK_BOTH) {
        microkit_notify(CLOCK_BEAT_OF_LOW);
    }
}

void notified(microkit_channel ch)
{
    if (ch == CLOCK_IRQ) {
        tick();
        microkit_deferred_irq_ack(CLOCK_IRQ);
    } else {
        start(ch);
    }
}
