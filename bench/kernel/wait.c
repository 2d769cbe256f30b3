/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How long an interrupt waits at most while 10,000 capabilities are revoked:
 * from the physical timer's time to the first instructions of the thread that
 * it wakes.  The timer is set anew as soon as it came, to times that differ, so
 * that some come just behind a preemption point.
 */
#include "console.h"
#include "rows.h"
#include "task.h"

enum { PHYSICAL_TIMER = 30, CHILDREN = 10000, CNTP_ENABLE = 1 };

static seL4_CPtr handler;
static seL4_CPtr notification;
static volatile seL4_Word longest;
static volatile seL4_Word count;

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

static void sample(seL4_Word unused)
{
    (void)unused;
    for (;;) {
        seL4_Word due = bench_ticks() + 30 + count * 7 % 64;
        seL4_Word late;

        timer_set(due);
        (void)seL4_IRQHandler_Ack(handler);
        seL4_Wait(notification, seL4_Null);
        late = bench_ticks() - due;
        longest = late > longest ? late : longest;
        count++;
    }
}

void measure_wait(void)
{
    seL4_CPtr parent = make(seL4_EndpointObject, 0, 1);
    seL4_Word samples;
    seL4_Word error;

    handler = slots_new(1);
    notification = make(seL4_NotificationObject, 0, 1);
    need(seL4_IRQControl_Get(seL4_CapIRQControl, PHYSICAL_TIMER, ROOT, handler, seL4_WordBits),
         "have the timer's interrupt");
    need(seL4_IRQHandler_SetNotification(handler, notification), "have it signalled");
    children_make(parent, 0, CHILDREN);
    thread_start(0, sample, 0, MAIN_PRIORITY + 1, LONG_US);
    longest = 0;
    count = 0;
    error = seL4_CNode_Revoke(ROOT, parent, seL4_WordBits);
    samples = count;
    threads_stop(1);
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb" : : : "memory");
    console_row("revoke_10000_irq_wait", longest, 1, error == seL4_NoError && samples >= 50);
}
