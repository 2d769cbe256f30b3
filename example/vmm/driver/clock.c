/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The physical timer, for all monitors of a system: it is one, and each has its own deadline.
 *
 * Source: Arm Architecture Reference Manual for A-profile, "The Generic Timer in AArch64 state".
 */
#include <microkit.h>

#include "channels.h"
#include "deadlines.h"

/* Its other channels are monitors'. */
enum { TIMER_IRQ = 0 };

enum { CTL_ENABLE = 1 << 0, CTL_IMASK = 1 << 1 };

static struct deadlines deadlines;

static uint64_t now(void)
{
    uint64_t ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

static void set_timer(uint64_t at, uint64_t control)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     : : "r"(at), "r"(control) : "memory");
}

/* Whoever is due is told, and the timer is set for who comes next.  If that is due meanwhile, the
   interrupt is there at once. */
static void turn(void)
{
    uint64_t next;
    unsigned who;

    while (deadlines_take_due(&deadlines, now(), &who)) {
        microkit_notify((microkit_channel)who);
    }
    if (deadlines_next(&deadlines, &next)) {
        set_timer(next, CTL_ENABLE);
    } else {
        set_timer(0, CTL_IMASK);
    }
}

void init(void)
{
    set_timer(0, CTL_IMASK);
}

void notified(microkit_channel ch)
{
    if (ch == TIMER_IRQ) {
        turn(); /* before it is acknowledged: the interrupt is a level */
        microkit_irq_ack(TIMER_IRQ);
    }
}

/* Each has one deadline, and reaches no other's. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    if (microkit_msginfo_get_label(msginfo) == CLOCK_AT &&
        microkit_msginfo_get_count(msginfo) == 1) {
        deadlines_set(&deadlines, (unsigned)ch, microkit_mr_get(0));
    } else {
        deadlines_clear(&deadlines, (unsigned)ch);
    }
    turn();
    return microkit_msginfo_new(0, 0);
}
