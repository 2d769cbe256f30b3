/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Capability address resolution: a walk through CNodes that consumes guard and
 * index bits from the top of the address.
 */
#include "cspace.h"

#include "derive.h"

static inline struct lookup lookup_failed(struct lookup_failure failure)
{
    return (struct lookup){.failure = failure};
}

/* Why the CNode `node` cannot take the next bits of `address`; type NoFailure
   if it can. */
static struct lookup_failure node_failure(cap_t node, word_t address, word_t bits)
{
    word_t guard_size = cap_guard_size(node);
    word_t guard = cap_guard(node);
    word_t level_bits = guard_size + cap_radix(node);

    if (guard_size > bits ||
        (guard_size > 0 && bits_get(address, (unsigned)(bits - 1),
                                    (unsigned)(bits - guard_size)) != guard)) {
        return (struct lookup_failure){.type = seL4_GuardMismatch,
                                       .bits_left = bits,
                                       .guard_found = guard,
                                       .bits_found = guard_size};
    }
    if (level_bits > bits) {
        return (struct lookup_failure){
            .type = seL4_DepthMismatch, .bits_left = bits, .bits_found = level_bits};
    }
    return (struct lookup_failure){.type = seL4_NoFailure};
}

struct lookup cspace_resolve(cap_t root, word_t address, word_t bits)
{
    cap_t node = root;

    if (cap_type(root) != CAP_CNODE) {
        return lookup_failed(lookup_invalid_root());
    }
    /* Bounded: every CNode has at least one index bit, so at most 64 rounds. */
    for (;;) {
        struct lookup_failure failure = node_failure(node, address, bits);
        if (failure.type != seL4_NoFailure) {
            return lookup_failed(failure);
        }
        word_t radix = cap_radix(node);
        bits -= cap_guard_size(node) + radix;
        struct cte *slot = cap_cnode(node) + ((address >> bits) & MASK(radix));
        if (bits == 0 || cap_type(slot->cap) != CAP_CNODE) {
            return (struct lookup){.slot = slot, .bits_left = bits};
        }
        node = slot->cap;
    }
}

struct lookup cspace_lookup(const struct tcb *tcb, word_t cptr)
{
    struct cte *slot = cspace_direct(tcb, cptr);

    if (slot != NULL) {
        return (struct lookup){.slot = slot};
    }
    return cspace_resolve(tcb->slot[TCB_CSPACE].cap, cptr, seL4_WordBits);
}

struct err cspace_slot(bool source, cap_t root, word_t index, word_t depth,
                       struct cte **slot)
{
    if (cap_type(root) != CAP_CNODE) {
        return err_lookup(source, lookup_invalid_root());
    }
    if (depth < 1 || depth > seL4_WordBits) {
        return err_range(1, seL4_WordBits);
    }
    struct lookup found = cspace_resolve(root, index, depth);
    if (found.slot == NULL) {
        return err_lookup(source, found.failure);
    }
    if (found.bits_left != 0) {
        return err_lookup(source, (struct lookup_failure){.type = seL4_DepthMismatch,
                                                          .bits_left = found.bits_left});
    }
    *slot = found.slot;
    return ok();
}

struct err cspace_empty_slot(cap_t root, word_t index, word_t depth, struct cte **slot)
{
    TRY(cspace_slot(false, root, index, depth, slot));
    return cte_is_empty(*slot) ? ok() : err_plain(seL4_DeleteFirst);
}
