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
 * The slot at `cptr` where the root CNode of `tcb` resolves all 64 bits by
 * itself, as it usually does; NULL if it does not, whatever the reason.
 */
static inline struct cte *cspace_direct(const struct tcb *tcb, word_t cptr)
{
    cap_t root = tcb->slot[TCB_CSPACE].cap;
    word_t radix = cap_radix(root);

    if (cap_type(root) != CAP_CNODE || radix + cap_guard_size(root) != seL4_WordBits ||
        cptr >> radix != cap_guard(root)) {
        return NULL;
    }
    return cap_cnode(root) + (cptr & MASK(radix));
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
