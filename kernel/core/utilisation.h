/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who uses the processor, in cycles: each thread, the idle processor, and all
 * together.  Benchmark builds alone count; in others the two calls on every
 * kernel entry are nothing.
 *
 *   ── a runs ──┤ kernel ├── a runs ──┤ kernel ├── b runs ──┤ kernel ├─►
 *               begin    end          begin    end, a switch
 *   └──────────── cycles of a ────────┘        └─ cycles of b ...
 *               └────────┘            └────────┘  kernel cycles of a
 *
 * So a thread's cycles end where the entry begins that switches away from it, and
 * the next one's begin where that entry ends.  What lies in between is the
 * kernel's, and charged to the thread that entered it.
 */
#pragma once

#include "sched.h"

enum { UTILISATION_WORDS = 13 };

/* The processor while no thread can run. */
extern struct utilisation utilisation_idle;

/* `who` ran until now and enters the kernel. */
void utilisation_enter(struct utilisation *who);

/* The kernel entry ends: `next` runs from now on.  No effect if none has begun that is counted. */
void utilisation_leave(struct utilisation *next);

/* Starts to count: all but the threads' counts from zero.  The system call that says so is not
   counted itself. */
void utilisation_start(void);

/* Stops.  The system call that says so is counted as an entry, with no time. */
void utilisation_stop(void);

/* What BENCHMARK_... of sel4/benchmark_utilisation_types.h names, about `tcb`, up to the system
   call that asks. */
void utilisation_report(const struct tcb *tcb, word_t words[UTILISATION_WORDS]);

/* The current thread enters the kernel, and whoever is current then leaves it. */
static inline void utilisation_begin(void)
{
    if (CONFIG_BENCHMARK) {
        utilisation_enter(&sched_current()->utilisation);
    }
}

static inline void utilisation_end(void)
{
    if (CONFIG_BENCHMARK) {
        utilisation_leave(&sched_current()->utilisation);
    }
}

/* The processor waits for an interrupt; it came. */
static inline void utilisation_idle_begin(void)
{
    if (CONFIG_BENCHMARK) {
        utilisation_leave(&utilisation_idle);
    }
}

static inline void utilisation_idle_end(void)
{
    if (CONFIG_BENCHMARK) {
        utilisation_enter(&utilisation_idle);
    }
}
