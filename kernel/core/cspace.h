/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From capability addresses to slots (ABI.md 8.1, 8.2).
 */
#pragma once

#include "err.h"

struct lookup {
    struct cte *slot;    /* NULL: see failure */
    word_t bits_left;    /* address bits not consumed */
    struct lookup_failure failure;
};

/*
 * Resolve the low `bits` bits of `address`, starting at the CNode capability
 * `root`.  Stops early at a slot that holds no CNode.
 */
MUST_USE struct lookup cspace_resolve(cap_t root, word_t address, word_t bits);

/*
 * The slot at `cptr` in a CSpace of one CNode, the usual one (struct cspace_root);
 * NULL if it is no such CSpace, or the slot is not in it.
 */
static inline struct cte *cspace_direct(const struct tcb *tcb, word_t cptr)
{
    struct cspace_root root = tcb->root;

    if (cptr > root.mask) {
        return NULL;
    }
    /* Masked once more: a processor may have assumed that it is below (Spectre, variant 1).
       Where there are no slots, this is the first of none: an offset of 0 from NULL. */
    return pointer_offset(root.slots, (cptr & root.mask) * sizeof(struct cte));
}

/* An ordinary capability address in the CSpace of `tcb`: 64 bits, left-over
   bits are ignored. */
MUST_USE struct lookup cspace_lookup(const struct tcb *tcb, word_t cptr);

/*
 * The slot an operation on a CNode names by (index, depth) under `root`.
 * `source`: which side an error is reported for.  Errors: FailedLookup with
 * InvalidRoot (root is no CNode), RangeError(1, 64) (depth), FailedLookup.
 */
MUST_USE struct err cspace_slot(bool source, cap_t root, word_t index, word_t depth,
                                struct cte **slot);

/* The same for a slot that is to be filled: DeleteFirst if it is not empty. */
MUST_USE struct err cspace_empty_slot(cap_t root, word_t index, word_t depth,
                                      struct cte **slot);
