/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A timer driver: from one interrupt to the next, TICKS times.
 */
#include "ticks.h"

enum { TIMER_IRQ = 0, ENABLE = 1 };

struct ticks_notes *notes;

static void arm(void)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     :
                     : "r"(counter_after(TICK_US)), "r"((seL4_Word)ENABLE));
}

void init(void)
{
    arm();
}

void notified(microkit_channel ch)
{
    notes->ticks++;
    if (notes->ticks < TICKS) {
        arm();
    } else {
        __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb");
    }
    microkit_irq_ack(ch);
}
