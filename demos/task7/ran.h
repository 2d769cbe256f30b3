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
    seL4_Word room;  /* for so many; who notes says so */
    seL4_Word count; /* that have ended; the next one may have begun */
    struct interval of[];
};

/* A round of a loop takes a few instructions; a detour through the kernel to another component and
   back takes more ticks than this. */
enum { RUN_GAP = 16 };

static inline seL4_Bool run_is_full(const volatile struct intervals *log)
{
    return log->count >= log->room;
}

static inline void run_end(volatile struct intervals *log)
{
    log->count += run_is_full(log) ? 0 : 1;
}

static inline void run_start_at(volatile struct intervals *log, seL4_Word now)
{
    if (!run_is_full(log)) {
        log->of[log->count].start = now;
        log->of[log->count].end = now;
    }
}

/* Returns the time, for run_look().  An interval that has begun is one in which somebody's life
   ended. */
static inline seL4_Word run_begin(volatile struct intervals *log)
{
    seL4_Word now = counter_now();

    if (!run_is_full(log) && log->of[log->count].end != 0) {
        run_end(log);
    }
    run_start_at(log, now);
    return now;
}

/* Looks at the counter, `*seen` when that was done last, and notes the time since then as the
   caller's, or that it jumped.  Returns for how many ticks the caller has run. */
static inline seL4_Word run_look(volatile struct intervals *log, seL4_Word *seen)
{
    seL4_Word now = counter_now();
    seL4_Word passed = now - *seen;

    *seen = now;
    if (passed > RUN_GAP) {
        run_end(log);
        run_start_at(log, now);
        return 0;
    }
    if (!run_is_full(log)) {
        log->of[log->count].end = now;
    }
    return passed;
}
