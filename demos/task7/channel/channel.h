/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components that try to talk without a way to talk agree on beforehand,
 * as any two accomplices could: a code, a clock, and what each does when.
 *
 * "high" has a secret and wants to tell "low".  Neither has a channel to the other, nor a region in
 * common (but for the pair where one is planted).  A third one, the judge, tells both to begin and
 * compares afterwards; it does not run in between.
 */
#pragma once

#include <microkit.h>

#include "../../common/counter.h"
#include "covert.h"

/* High's ways, by the channel that tells it of a new symbol. */
enum {
    HIGH_WORK = 1,   /* computes for a while, or does not */
    HIGH_STATE = 2,  /* leaves traces in all objects and registers that it can name */
    HIGH_PLANT = 3,  /* writes to the page "planted" */
    HIGH_SHARE = 4,  /* of a slice: computes in a part of it, or leaves it to others */
    HIGH_LATE = 5,   /* at a slice's end: is in the kernel, or is not */
    HIGH_REFILL = 6, /* lets its budget come back in low's slice, or does not */
    HIGH_TIMER = 7,  /* lets the timer's interrupt come in low's slice, or does not */
    HIGH_IRQ = 8,    /* that interrupt */
    HIGH_KERNEL = 9  /* when the next symbol begins, is in the kernel, or computes */
};

/* Low's, by the channel on which the judge asks for it, and gets the answer. */
enum {
    LOW_LISTEN = 1, /* looks at the clock all the time */
    LOW_STATE = 2,  /* reads all that it can of every kernel object that it can name */
    LOW_PAGE = 3,   /* reads the page "planted" */
    LOW_SLICES = 4, /* looks at the clock all the time, a symbol being a slice */
    LOW_WOKEN = 5,  /* the clock wakes it, and it looks how late that is */
    LOW_BEAT = 6    /* that signal */
};

/* The clock's channels: from the judge, one for each pair; those on which it then signals each
   symbol; and the pair of which both are woken. */
enum { CLOCK_IRQ = 0, CLOCK_FIRST_BEAT = 20, CLOCK_BOTH = 4, CLOCK_BEAT_OF_LOW = 30 };

/* The heir's, in the same way. */
enum { HEIR_FIRST_BEAT = 10 };

/* Times in microseconds. */
enum {
    SYMBOL_US = 100,
    WORK_US = 25, /* what high does in a symbol for a 1 */
    ROUND_US = 200,
    TO_LOW_US = 140, /* from where high's slice begins to the middle of low's */
    GAP_TICKS = 8 /* about 130 instructions: no look at the clock takes so long, each entry of the
                     kernel's does */
};

/* What low measured, one record for each experiment, so many bytes apart. */
enum { RECORD_BYTES = 0x5000 };
_Static_assert(sizeof(struct covert_record) <= RECORD_BYTES, "a record fits into its pages");

static inline struct covert_record *channel_record(uintptr_t heard, unsigned index)
{
    return (struct covert_record *)(heard + (uintptr_t)index * RECORD_BYTES);
}

/* The message: what is at the beginning of the secret's page. */
static inline uint64_t channel_key(uintptr_t secret)
{
    enum { LENGTH = 16 };

    return covert_key((const volatile uint8_t *)secret, LENGTH);
}

static inline void channel_spin_until(uint64_t then)
{
    while (counter_now() < then) {
    }
}
