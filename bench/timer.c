/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts: sets the physical timer (PPI 30), waits for notified(), and looks
 * how late it is.
 *
 * The timer fires exactly when the counter reaches the value it was set to; so that single
 * instructions count, each time is read an instruction later (bench_ticks_after()).
 */
#include "bench.h"

seL4_Word results_vaddr; /* set by the tool */

/* CNTP_CTL_EL0 (Arm ARM). */
enum { CNTP_ENABLE = 1 };

static struct {
    microkit_channel asked_on;
    seL4_Word count; /* interrupts of this row so far */
    seL4_Word due;
    seL4_Word late; /* sum, in ticks */
    seL4_Word wrong;
} timer;

static void set_timer(void)
{
    seL4_Word enable = CNTP_ENABLE;

    timer.due = bench_ticks() + INTERRUPT_AHEAD;
    __asm__ volatile("msr cntp_cval_el0, %0\n\t"
                     "msr cntp_ctl_el0, %1\n\t"
                     "isb"
                     :
                     : "r"(timer.due), "r"(enable)
                     : "memory");
}

static void stop_timer(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb" : : : "memory");
}

void init(void)
{
}

static void finish(void)
{
    volatile struct bench_results *results = bench_results(results_vaddr);

    stop_timer();
    (void)bench_end();
    results->ticks = timer.late;
    results->instructions = 0;
    results->wrong = timer.wrong;
    results->done = 1;
    microkit_notify(timer.asked_on);
}

/* An interrupt, `late` ticks after it was due. */
static void count(seL4_Word late)
{
    bench_repetition();
    timer.count++;
    if (timer.count > WARM_UP) {
        timer.late += late;
        timer.wrong += late >= INTERRUPT_AHEAD;
    } else if (timer.count == WARM_UP) {
        (void)bench_begin();
    }
    if (timer.count == WARM_UP + ITERATIONS) {
        finish();
    } else {
        set_timer();
    }
    microkit_irq_ack(TIMER_IRQ);
}

void notified(microkit_channel ch)
{
    if (ch == TIMER_IRQ) {
        count(bench_ticks_after(timer.count % INSTRUCTIONS_PER_TICK) - timer.due);
        return;
    }
    timer.asked_on = ch;
    timer.count = 0;
    timer.late = 0;
    timer.wrong = 0;
    set_timer();
}
