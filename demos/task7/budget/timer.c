/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the timer's driver: begins the control loop's periods.  It sets the
 * processor's timer to an absolute time, each one period after the one before:
 * what delays an interrupt delays none of those after it.
 */
#include "../task7.h"

static seL4_Word next;

static void set_timer(seL4_Word at)
{
    __asm__ volatile("msr cntp_cval_el0, %0" : : "r"(at));
    __asm__ volatile("msr cntp_ctl_el0, %0\n\tisb" : : "r"(1ull));
}

static void stop_timer(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb");
}

static void begin(void)
{
    next = counter_now() + 4 * counter_ticks(CONTROL_PERIOD_US);
    releases()->first = next;
    set_timer(next);
}

static void begin_period(void)
{
    releases()->count++;
    microkit_notify(TIMER_CHANNEL_CONTROL);
    microkit_notify(TIMER_CHANNEL_HOG);
    if (releases()->count == CONTROL_PERIODS) {
        stop_timer();
    } else {
        next += counter_ticks(CONTROL_PERIOD_US);
        set_timer(next);
    }
}

void init(void)
{
    stop_timer();
}

void notified(microkit_channel ch)
{
    if (ch == JUDGE_CHANNEL) {
        begin();
        return;
    }
    begin_period();
    microkit_deferred_irq_ack(TIMER_INTERRUPT);
}
