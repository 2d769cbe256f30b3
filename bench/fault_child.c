/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults and is set going again by its parent, and measures how long that
 * takes: each figure is one turn of a loop that faults once.
 */
#include "bench.h"

seL4_Word results_vaddr; /* set by the tool */

/* Of the row that crashes: what a life cannot keep in registers or on the stack. */
static struct {
    seL4_Word lives;
    seL4_Word begin;
} crash;

/* fault_entry.S: the first life; where the others begin; what each of them calls. */
void fault_begin_lives(void);
void fault_entry(void);
void fault_live(void);

void init(void)
{
}

static inline void execute_undefined(void)
{
    __asm__ volatile("udf #0" : : : "memory");
}

static inline void read_null(void)
{
    seL4_Word null = 0;

    __asm__ volatile("ldr xzr, [%0]" : : "r"(null) : "memory");
}

static void finish(enum fault_mode mode, seL4_Word ticks)
{
    volatile struct bench_results *results = bench_results(results_vaddr);

    results->ticks = ticks;
    results->instructions = bench_instructions();
    results->wrong += results->turns != WARM_UP + ITERATIONS;
    results->done = 1;
    microkit_notify(mode);
}

static void measure_reply(void)
{
    seL4_Word begin;

    for (unsigned i = 0; i < WARM_UP; i++) {
        execute_undefined();
    }
    begin = bench_begin();
    for (unsigned i = 0; i < ITERATIONS; i++) {
        bench_repetition();
        execute_undefined();
    }
    finish(FAULT_REPLY, bench_end() - begin);
}

static void measure_restart(void)
{
    seL4_Word begin;

    for (unsigned i = 0; i < WARM_UP; i++) {
        read_null();
    }
    begin = bench_begin();
    for (unsigned i = 0; i < ITERATIONS; i++) {
        bench_repetition();
        read_null();
    }
    finish(FAULT_RESTART, bench_end() - begin);
}

/* A life: crashes; the last one returns, and so does fault_begin_lives(). */
void fault_live(void)
{
    seL4_Word life = crash.lives++;

    if (life == WARM_UP) {
        crash.begin = bench_begin();
    }
    bench_repetition();
    if (life != WARM_UP + ITERATIONS) {
        read_null();
    }
    finish(FAULT_ENTRY, bench_end() - crash.begin);
}

void notified(microkit_channel ch)
{
    volatile struct bench_results *results = bench_results(results_vaddr);

    results->mode = ch;
    results->wrong = 0;
    results->turns = 0;
    results->entry = (seL4_Word)fault_entry;
    if (ch == FAULT_REPLY) {
        measure_reply();
    } else if (ch == FAULT_RESTART) {
        measure_restart();
    } else {
        crash.lives = 0;
        fault_begin_lives();
    }
}
