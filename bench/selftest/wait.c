/* SPDX-License-Identifier: BSD-2-Clause */
/* The physical timer, whose interrupt is a PPI (Arm ARM, "The Generic Timer"). */
#include "wait.h"

#include "counters.h"
#include "task.h"

enum { PHYSICAL_TIMER = 30, CNTP_ENABLE = 1 };

static seL4_CPtr handler;
static seL4_CPtr notification;

void wait_begin(void)
{
    handler = slots_new(1);
    notification = make(seL4_NotificationObject, 0, 1);
    need(seL4_IRQControl_Get(seL4_CapIRQControl, PHYSICAL_TIMER, ROOT, handler, seL4_WordBits),
         "have the timer's interrupt");
    need(seL4_IRQHandler_SetNotification(handler, notification), "have it signalled");
}

static void timer_set(seL4_Word due)
{
    seL4_Word enable = CNTP_ENABLE;

    __asm__ volatile("msr cntp_cval_el0, %0\n\t"
                     "msr cntp_ctl_el0, %1\n\t"
                     "isb"
                     :
                     : "r"(due), "r"(enable)
                     : "memory");
}

static void timer_off(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb" : : : "memory");
}

seL4_Word wait_until(seL4_Word due)
{
    seL4_Word late;

    timer_set(due);
    need(seL4_IRQHandler_Ack(handler), "acknowledge the timer's interrupt");
    seL4_Wait(notification, seL4_Null);
    late = counter_ticks() - due;
    timer_off();
    return late;
}
