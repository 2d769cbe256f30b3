/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7: how a component notes when it had the processor.  It reads the counter
 * again and again; where that jumps, somebody else ran.
 */
#pragma once

#include "../common/counter.h"

/* In order, and apart. */
struct interval {
    seL4_Word start;
    seL4_Word end;
};
struct intervals {
    seL4_Word count;
    struct interval of[];
};

/* Since when it runs, and when it last looked. */
struct run {
    seL4_Word start;
    seL4_Word seen;
};

/* A round of a loop takes a few instructions; a detour through the kernel to another component and
   back takes more ticks than this. */
enum { RUN_GAP = 16 };

static inline struct run run_begin(void)
{
    seL4_Word now = counter_now();

    return (struct run){now, now};
}

static inline void run_note(const struct run *run, volatile struct intervals *log)
{
    log->of[log->count].start = run->start;
    log->of[log->count].end = run->seen;
    log->count++;
}

/* Looks at the counter, and notes what has ended if it jumped.  Returns for how many ticks the
   caller has run since it last looked. */
static inline seL4_Word run_look(struct run *run, volatile struct intervals *log)
{
    seL4_Word now = counter_now();
    seL4_Word passed = now - run->seen;

    if (passed > RUN_GAP) {
        run_note(run, log);
        run->start = now;
        passed = 0;
    }
    run->seen = now;
    return passed;
}
