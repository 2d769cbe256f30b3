/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components of the benchmark share: the clock, the marks around what
 * is measured, and the page on which they leave results for each other.
 *
 * The clock is the physical counter, 62.5 MHz on QEMU's `virt`.  Under
 * `-icount shift=0` an instruction takes one nanosecond of virtual time, so a
 * tick is 16 instructions, whoever executed them: user code or kernel.  On a board
 * sections are measured by the PMU.
 */
#pragma once

#include <microkit.h>

enum { INSTRUCTIONS_PER_TICK = 16 };

/* More ticks between two looks at the clock than the looks themselves take, and less than an
   interrupt. */
enum { BENCH_GAP = 8 };

/* How often a measured operation is repeated, and how often it is done before that. */
enum { ITERATIONS = 10000, WARM_UP = 16 };

/* The time since the machine started (Arm ARM, CNTPCT_EL0), in ticks. */
static inline seL4_Word bench_ticks(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/*
 * The time, read `n` instructions later than with 0; n < INSTRUCTIONS_PER_TICK.  So that single
 * instructions count: of 16 readings, each an instruction later, of a way of L instructions the
 * ticks add up to L.
 */
static inline seL4_Word bench_ticks_after(seL4_Word n)
{
    seL4_Word ticks;
    seL4_Word jump;

    __asm__ volatile("adr %1, 1f\n\t"
                     "sub %1, %1, %2, lsl #2\n\t"
                     "br %1\n\t"
                     ".rept 15\n\t"
                     "nop\n\t"
                     ".endr\n"
                     "1:\tmrs %0, cntpct_el0"
                     : "=r"(ticks), "=&r"(jump)
                     : "r"(n)
                     : "memory");
    return ticks;
}

/* Begin and end of a measured section, and what is counted: bench/clock/counter/ or, on a board,
   pmu/. */
#include "clock.h"

/* Whether two sections took as many instructions: the clock has ticks, so they may be one apart. */
static inline seL4_Bool bench_is_same(seL4_Word a, seL4_Word b)
{
    return a <= b + 1 && b <= a + 1;
}

/*
 * A repetition of what is measured begins.  No instruction, but in programs for
 * `make bench-lines` (bench/trace/marked.h): it would be counted.
 */
static inline void bench_repetition(void)
{
    __asm__ volatile(".ifdef BENCH_MARKS\n\thint #114\n\t.endif");
}

/* What was measured since the row before is about to be printed as the next row. */
static inline void bench_row(void)
{
    __asm__ volatile("hint #115" : : : "memory");
}

/* The page "results": what the runner is told by the component that measured. */
struct bench_results {
    seL4_Word ticks; /* for ITERATIONS times */
    seL4_Word wrong; /* how many things were not as they must be */
    seL4_Word done;  /* the two above are final */
    seL4_Word turns; /* of the partner that takes turns with the runner */
    seL4_Word stop;  /* ends them */
    seL4_Word mode;  /* what the fault handler is to do (enum fault_mode) */
    seL4_Word entry; /* where it restarts its child */
    seL4_Word instructions; /* as `ticks`, if the clock counts them besides */
};

static inline volatile struct bench_results *bench_results(seL4_Word vaddr)
{
    return (volatile struct bench_results *)vaddr;
}

/* The ring: slots of 4 KiB, filled and emptied in turn. */
enum { RING_SLOTS = 16, RING_SLOT_WORDS = 512 };

/* Word `i` of message `n`, and the sum that a message's words have. */
static inline seL4_Word ring_word(seL4_Word n, seL4_Word i)
{
    return n * 0x9e3779b97f4a7c15ull + i;
}

static inline seL4_Word ring_sum(seL4_Word n)
{
    return ring_word(n, 0) * RING_SLOT_WORDS + RING_SLOT_WORDS * (RING_SLOT_WORDS - 1) / 2;
}

/* Channels at the end of those that the runner talks to. */
enum { PARTNER_ANSWERS = 1, PARTNER_ANSWERS_DEFERRED, PARTNER_TAKES_TURNS, PARTNER_IGNORES };
enum { TIMER_IRQ = 3 }; /* the timer's others only ask for a row */
enum { STARTER_START = 1 };

/* Channels of the faulting child, and what its parent does about a fault. */
enum fault_mode {
    FAULT_REPLY = 1, /* replies with the next instruction's address */
    FAULT_RESTART,   /* restarts the child at the next instruction */
    FAULT_ENTRY,     /* restarts it at its entry */
};
