/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timer: a server without time of its own.  A call runs on the caller's, the
 * interrupt on that of its notification.  Registers: Arm ARM, "The Generic Timer
 * in AArch64 state".
 */
#include "timer.h"

#include "config.h"

enum { TIMER_IRQ = 61, CLIENTS = 4 };
enum { US_PER_S = 1000000 };

static seL4_Word frequency;
static seL4_Word deadlines[CLIENTS]; /* in ticks of the counter, by channel; 0: none */

static seL4_Word counter(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* Off, if there is no deadline. */
static void arm(void)
{
    seL4_Word next = ~0ull;

    for (unsigned i = 0; i < CLIENTS; i++) {
        next = deadlines[i] != 0 && deadlines[i] < next ? deadlines[i] : next;
    }
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     : : "r"(next), "r"((seL4_Word)(next != ~0ull)) : "memory");
}

void init(void)
{
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    arm();
}

void notified(microkit_channel ch)
{
    seL4_Word now = counter();

    assert(ch == TIMER_IRQ);
    for (unsigned i = 0; i < CLIENTS; i++) {
        if (deadlines[i] != 0 && deadlines[i] <= now) {
            deadlines[i] = 0;
            microkit_notify(i);
        }
    }
    arm();
    microkit_deferred_irq_ack(TIMER_IRQ);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word now = counter();

    assert(ch < CLIENTS);
    if (microkit_msginfo_get_label(msginfo) == TIMER_WAKE) {
        deadlines[ch] = now + microkit_mr_get(0) * frequency / US_PER_S + 1;
        arm();
    }
    microkit_mr_set(0, now / frequency * US_PER_S + now % frequency * US_PER_S / frequency);
    return microkit_msginfo_new(0, 1);
}
