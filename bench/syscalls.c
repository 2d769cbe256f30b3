/* SPDX-License-Identifier: BSD-2-Clause */
/* Single system calls that the runner makes without waiting for anybody. */
#include "console.h"
#include "runner.h"

/* Slot 0 of a PD's capability space is empty, and a send that does not wait says nothing of it. */
enum { EMPTY_SLOT = 0 };

seL4_Bool null_syscall(const struct row *row)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);
    seL4_Word ticks;

    for (unsigned i = 0; i < WARM_UP; i++) {
        seL4_NBSend(EMPTY_SLOT, info);
    }
    ticks = bench_begin();
    for (unsigned i = 0; i < ITERATIONS; i++) {
        bench_repetition();
        seL4_NBSend(EMPTY_SLOT, info);
    }
    console_row(row->name, bench_end() - ticks, ITERATIONS, seL4_True);
    return seL4_True;
}

static seL4_Word yields(void)
{
    seL4_Word ticks;

    for (unsigned i = 0; i < WARM_UP; i++) {
        seL4_Yield();
    }
    ticks = bench_begin();
    for (unsigned i = 0; i < ITERATIONS; i++) {
        bench_repetition();
        seL4_Yield();
    }
    return bench_end() - ticks;
}

/* Nobody else of this priority is ready. */
seL4_Bool yield_alone(const struct row *row)
{
    console_row(row->name, yields(), ITERATIONS, seL4_True);
    return seL4_True;
}

/* The partner yields as often as we do: two switches for each of ours. */
seL4_Bool take_turns(const struct row *row)
{
    volatile struct bench_results *results = bench_results(results_vaddr);
    seL4_Word ticks;
    seL4_Word turns;

    results->turns = 0;
    results->stop = 0;
    microkit_notify(row->channel);
    ticks = yields();
    turns = results->turns;
    results->stop = 1;
    seL4_Yield();
    console_row(row->name, ticks, 2 * ITERATIONS, turns == WARM_UP + ITERATIONS);
    return seL4_True;
}

/* The partner, of a lower priority, is ready since the first signal and never gets to run. */
seL4_Bool notify_nobody(const struct row *row)
{
    seL4_Word ticks;

    for (unsigned i = 0; i < WARM_UP; i++) {
        microkit_notify(row->channel);
    }
    ticks = bench_begin();
    for (unsigned i = 0; i < ITERATIONS; i++) {
        bench_repetition();
        microkit_notify(row->channel);
    }
    console_row(row->name, bench_end() - ticks, ITERATIONS, seL4_True);
    return seL4_True;
}
