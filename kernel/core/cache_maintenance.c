/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cache maintenance in small steps, between which interrupts are looked for.
 */
#include "cache_maintenance.h"

#include "board.h"
#include "progress.h"

enum {
    CACHE_RANGE_MAX = 1 << seL4_LargePageBits, /* bytes; all caches take about as long */
    CACHE_UNIT_BITS = 12
};

/* All of the caches, from part `*part`.  Bounded by their size. */
static struct err cache_all(word_t *part)
{
    while (arch_cache_flush_part(*part)) {
        ++*part;
        if (arch_irq_pending()) {
            return err_preempted();
        }
    }
    return ok();
}

/* `size` bytes from `start`, of which `*done` are done.  Bounded by CACHE_RANGE_MAX. */
static struct err cache_range(enum cache_op op, paddr_t start, word_t size, word_t *done)
{
    while (*done < size) {
        paddr_t at = start + *done;
        word_t in_unit = BIT(CACHE_UNIT_BITS) - (at & MASK(CACHE_UNIT_BITS));
        word_t bytes = min_word(size - *done, in_unit);
        arch_cache_range(op, at, bytes);
        *done += bytes;
        if (*done < size && arch_irq_pending()) {
            return err_preempted();
        }
    }
    return ok();
}

struct err cache_maintain(enum cache_op op, const pte_t *entry, paddr_t start, word_t size)
{
    if (!CACHE_BY_USER_MAPPING && !board_has_ram(start, start + size)) {
        return err_illegal();
    }
    if (op == CACHE_INVALIDATE &&
        (entry == NULL || arch_pte_attributes(*entry).access != ACCESS_READ_WRITE)) {
        if (CACHE_BY_USER_MAPPING) {
            return err_illegal();
        }
        op = CACHE_CLEAN_INVALIDATE;
    }
    word_t *at = progress_with(PROGRESS_CACHE + (unsigned)op, start, size);
    /* The kernel has no mapping of what is not RAM, but a user may have mapped it cacheable.  And
       much more than a cache holds is not gone through line by line. */
    if (!board_has_ram(start, start + size) || size > CACHE_RANGE_MAX) {
        return cache_all(at);
    }
    return cache_range(op, start, size, at);
}
