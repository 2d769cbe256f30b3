/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7: what the components agree on.  Addresses, budgets and periods are those of
   system_time.xml. */
#pragma once

#include <microkit.h>

#include "../common/counter.h"
#include "ran.h"

/* Where everybody sees the regions that he has. */
#define FINISHES  0x4000000ull
#define INTERVALS 0x4100000ull
#define ORDERS    0x4200000ull
#define TALLY     0x4201000ull
#define RELEASES  0x4202000ull
#define CLOCK     0x4300000ull

/* The loop that must not miss a deadline: so many periods of so many microseconds. */
enum { CONTROL_PERIODS = 10000, CONTROL_PERIOD_US = 400 };
/* What it computes in each: so many rounds. */
enum { CONTROL_ROUNDS = 1500 };

/* The hog's budget; the others of low criticality have half of it in the same period. */
enum { HOG_BUDGET_US = 80, LOW_PERIOD_US = 800 };

/* Page "orders": the judge writes. */
struct orders {
    seL4_Word loud; /* 1: whoever is of low criticality does his worst */
};

/* Page "tally": those of low criticality write what they did. */
struct tally {
    seL4_Word signals;    /* the flooder's */
    seL4_Word interrupts; /* that the storm was told of */
    seL4_Word crashes;    /* which the crasher counts before each */
    seL4_Word restarts;   /* the keeper's */
    seL4_Word restart_at; /* where the crasher's next life begins */
};

/* Page "releases": the timer writes. */
struct releases {
    seL4_Word first; /* when the first period begins, in ticks */
    seL4_Word count; /* of periods that have begun */
};

/* Region "finishes": the control loop writes. */
struct finishes {
    seL4_Word count;
    seL4_Word state; /* of its computation */
    seL4_Word at[CONTROL_PERIODS]; /* in ticks */
};

/* Region "intervals": the hog writes when it ran; there is room for so many. */
enum { HOG_INTERVALS = 24000 };

static inline volatile struct orders *orders(void)
{
    return (volatile struct orders *)ORDERS;
}

static inline volatile struct tally *tally(void)
{
    return (volatile struct tally *)TALLY;
}

static inline volatile struct releases *releases(void)
{
    return (volatile struct releases *)RELEASES;
}

static inline volatile struct finishes *finishes(void)
{
    return (volatile struct finishes *)FINISHES;
}

static inline volatile struct intervals *intervals(void)
{
    return (volatile struct intervals *)INTERVALS;
}

/* One period of the control loop's computation, which the judge repeats. */
static inline seL4_Word control_compute(seL4_Word state)
{
    for (unsigned i = 0; i < CONTROL_ROUNDS; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state += 0x9e3779b97f4a7c15ull;
    }
    return state;
}

/* Those of low criticality end of themselves when the control loop has ended: so that there is a
   verdict also where no budget stops them. */
static inline seL4_Word last_tick(void)
{
    return releases()->first + counter_ticks(CONTROL_PERIODS * (seL4_Word)CONTROL_PERIOD_US);
}

/* Channels: the judge's, by the component at the other end; there it is 1. */
enum {
    JUDGE_CHANNEL = 1,
    JUDGE_CHANNEL_TIMER = 1,
    JUDGE_CHANNEL_CONTROL,
    JUDGE_CHANNEL_HOG,
    JUDGE_CHANNEL_FLOODER,
    JUDGE_CHANNEL_STORM,
    JUDGE_CHANNEL_CRASHER,
    JUDGE_CHANNEL_GUARDIAN,
    JUDGE_CHANNEL_SPENDER,
    JUDGE_CHANNEL_CLIENT,
    JUDGE_CHANNEL_LOW,
    JUDGE_CHANNEL_HIGH
};

/* The control loop's: who may signal it, besides the judge. */
enum { CONTROL_CHANNEL_TIMER = 2, CONTROL_CHANNEL_FLOODER = 3 };
enum { TIMER_CHANNEL_CONTROL = 2, TIMER_INTERRUPT = 3, TIMER_CHANNEL_HOG = 4 };
enum { FLOODER_CHANNEL_CONTROL = 2 };
enum { STORM_INTERRUPT = 2 };
enum { KEEPER_CHILD = 1 };
