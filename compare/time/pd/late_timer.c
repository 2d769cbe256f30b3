/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A timer's driver: wakes the loop whenever the counter is a multiple of the period.
 */
#include "late.h"

enum { IRQ = 0, LOOP = 1 };

static seL4_Word due;

static void timer_set(void)
{
    due += late_period();
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     : : "r"(due), "r"((seL4_Word)1) : "memory");
}

void init(void)
{
    due = pd_ticks() / late_period() * late_period() + late_period();
    timer_set();
}

void notified(microkit_channel ch)
{
    (void)ch;
    timer_set();
    microkit_notify(LOOP);
    microkit_deferred_irq_ack(IRQ);
}
