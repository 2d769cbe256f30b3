/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver.  The timer has a counter that never stops, CNTPCT, and raises its interrupt while
 * the counter is at or beyond a deadline, CNTP_CVAL.
 *
 * Source: Arm Architecture Reference Manual for A-profile, "The Generic Timer in AArch64 state".
 */
#include "timer.h"

enum { TIMER_IRQ = 0, CLIENT = 1 };

enum { CTL_ENABLE = 1 << 0, CTL_IMASK = 1 << 1 };
enum { US_PER_S = 1000000 };

static seL4_Word frequency; /* of the counter, in Hz */
static seL4_Word period;    /* in ticks of the counter; 0: stopped */
static seL4_Word deadline;  /* the next one */

static inline seL4_Word counter(void)
{
    seL4_Word ticks;

    /* The barrier: the processor may otherwise read the counter ahead of time. */
    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

static inline void timer_arm(seL4_Word at)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\t"
                     "msr cntp_ctl_el0, %1\n\t"
                     "isb" /* in effect before the interrupt is acknowledged */
                     : : "r"(at), "r"((seL4_Word)CTL_ENABLE) : "memory");
}

static inline void timer_disarm(void)
{
    __asm__ volatile("msr cntp_ctl_el0, %0\n\tisb" : : "r"((seL4_Word)CTL_IMASK) : "memory");
}

static seL4_Word ticks_to_us(seL4_Word ticks)
{
    return ticks / frequency * US_PER_S + ticks % frequency * US_PER_S / frequency;
}

static seL4_Word us_to_ticks(seL4_Word us)
{
    return (us * frequency + US_PER_S - 1) / US_PER_S; /* rounded up: never early */
}

void init(void)
{
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    timer_disarm();
}

/*
 * The deadline came.  The next one is a period after it, not after now: so the ticks do not drift,
 * however late this runs.  If it runs so late that deadlines have passed, those are skipped.
 *
 * The order matters.  The interrupt is a level: it is raised as long as the deadline has passed.
 * Acknowledged before the deadline is moved, it would come again at once.
 */
static void tick(void)
{
    if (period == 0) {
        timer_disarm(); /* stopped after the interrupt, before we could see to it */
        return;
    }
    do {
        deadline += period;
    } while (deadline <= counter());
    timer_arm(deadline);
    microkit_notify(CLIENT);
}

/*
 * microkit_irq_ack() would acknowledge here and now.  The deferred one does so in the same system
 * call in which libmicrokit then waits for the next event: one instead of two.  There can be one
 * deferred call for each event, so the signal to the client goes at once.
 */
void notified(microkit_channel ch)
{
    if (ch == TIMER_IRQ) {
        tick();
        microkit_deferred_irq_ack(TIMER_IRQ);
    }
}

static microkit_msginfo start(seL4_Word us)
{
    seL4_Word now = counter();

    period = us_to_ticks(us);
    deadline = now + period;
    timer_arm(deadline);
    microkit_mr_set(0, ticks_to_us(now));
    return microkit_msginfo_new(0, 1);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word us;

    (void)ch;
    switch (microkit_msginfo_get_label(msginfo)) {
    case TIMER_NOW:
        microkit_mr_set(0, ticks_to_us(counter()));
        return microkit_msginfo_new(0, 1);
    case TIMER_EVERY:
        us = microkit_msginfo_get_count(msginfo) == 1 ? microkit_mr_get(0) : 0;
        if (us != 0 && us < (seL4_Word)US_PER_S * 3600) { /* an hour: the product must fit */
            return start(us);
        }
        return microkit_msginfo_new(0, 0);
    case TIMER_STOP:
        period = 0;
        timer_disarm();
        return microkit_msginfo_new(0, 0);
    default:
        return microkit_msginfo_new(0, 0);
    }
}
