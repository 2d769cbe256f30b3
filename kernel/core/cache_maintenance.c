/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cache maintenance in small steps, between which interrupts are looked for.  A
 * thread that was preempted goes on where it stopped (`resume_at`).
 */
#include "cache_maintenance.h"

#include "board.h"
#include "sched.h"

enum {
    CACHE_RANGE_MAX = 1 << seL4_LargePageBits, /* bytes; all caches take about as long */
    CACHE_UNIT_BITS = 12
};

/* `resume_at` is a physical address, or the part of all caches that is next with this bit. */
#define CACHE_PART BIT(63)

/* All of the caches, from where it stopped.  Bounded by their size. */
static struct err cache_all(word_t *next)
{
    word_t part = *next & CACHE_PART ? *next & ~CACHE_PART : 0;

    while (arch_cache_flush_part(part++)) {
        if (arch_irq_pending()) {
            *next = CACHE_PART | part;
            return err_preempted();
        }
    }
    return ok();
}

/* From where it stopped, if that is in the range.  Bounded by CACHE_RANGE_MAX. */
static struct err cache_range(enum cache_op op, paddr_t start, paddr_t end, word_t *next)
{
    paddr_t at = *next > start && *next < end ? *next : start;

    while (at < end) {
        paddr_t unit_end = min_word(end, align_down(at, CACHE_UNIT_BITS) + BIT(CACHE_UNIT_BITS));
        arch_cache_range(op, at, unit_end - at);
        at = unit_end;
        if (at < end && arch_irq_pending()) {
            *next = at;
            return err_preempted();
        }
    }
    return ok();
}

struct err cache_maintain(enum cache_op op, pte_t pte, paddr_t start, word_t size)
{
    word_t *next = &sched_current()->resume_at;

    if (op == CACHE_INVALIDATE && arch_pte_attributes(pte).access != ACCESS_READ_WRITE) {
        return err_illegal();
    }
    /* The kernel has no mapping of what is not RAM, but a user may have mapped it cacheable.  And
       much more than a cache holds is not gone through line by line. */
    if (start < board.ram.start || start >= board.ram.end || size > CACHE_RANGE_MAX) {
        return cache_all(next);
    }
    return cache_range(op, start, start + size, next);
}
