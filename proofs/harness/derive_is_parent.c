/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: who is whose parent is what the specification says, and transitive
 * Bound: none: all capabilities, 64 bits
 * Assumes: a capability is of a type that exists; an object is at most 2^47 bytes large; an untyped
 *     begins at a multiple of its size; zombies are of CNodes and threads; two capabilities to one
 *     object agree on its size
 * Options: --unwind 3
 * Sources: asid_pool cap_kind cnode delete domain_control endpoint frame irq notification reply
 *     sched_context smc tcb untyped vspace
 * Mutants: untyped_covers_what_is_larger sibling_is_child badge_not_a_new_parent
 *     badged_copy_no_parent objects_of_different_types_are_the_same
 *
 * The specification is ABI.md 8.4.
 */
#include "derive.h"
#include "prove.h"

static bool has_badge(cap_t cap)
{
    return cap_type(cap) == CAP_ENDPOINT || cap_type(cap) == CAP_NOTIFICATION ||
           cap_type(cap) == CAP_SMC;
}

/* The same object; no two untyped, zombie or null capabilities count as to one. */
static bool is_same(cap_t a, cap_t b)
{
    return cap_type(a) == cap_type(b) && cap_object(a) == cap_object(b) &&
           cap_type(a) != CAP_UNTYPED && cap_type(a) != CAP_ZOMBIE && !cap_is_null(a);
}

/* The child has memory, and begins in the untyped and is no larger. */
static bool is_within(cap_t untyped, cap_t child)
{
    unsigned bits = cap_object_bits(child);
    paddr_t offset = cap_object(child) - cap_object(untyped);

    return bits != 0 && bits <= cap_size_bits(untyped) &&
           cap_object(child) >= cap_object(untyped) && offset >> cap_size_bits(untyped) == 0;
}

static bool specified(cap_t parent, cap_t child)
{
    if (!cap_is_parent(parent)) {
        return false;
    }
    if (cap_type(parent) == CAP_UNTYPED) {
        return is_within(parent, child);
    }
    if (cap_type(parent) == CAP_IRQ_CONTROL) {
        return cap_type(child) == CAP_IRQ_HANDLER || cap_type(child) == CAP_SGI_SIGNAL;
    }
    return is_same(parent, child) &&
           (!has_badge(parent) || cap_badge(parent) == 0 ||
            (cap_badge(parent) == cap_badge(child) && !cap_is_parent(child)));
}

static cap_t any_cap(void)
{
    cap_t cap = {{nondet_word(), nondet_word()}};

    ASSUME(cap_type(cap) < CAP_TYPES && cap_kinds[cap_type(cap)] != NULL);
    ASSUME(cap_type(cap) != CAP_UNTYPED ||
           is_aligned(cap_object(cap), (unsigned)cap_size_bits(cap)));
    if (cap_type(cap) == CAP_ZOMBIE) {
        enum cap_type was = cap_type(cap_of_zombie(cap));
        ASSUME(was == CAP_CNODE || was == CAP_TCB);
    }
    ASSUME(cap_object_bits(cap) <= seL4_MaxUntypedBits);
    return cap;
}

int main(void)
{
    struct cte a = {.cap = any_cap()};
    struct cte b = {.cap = any_cap()};
    struct cte c = {.cap = any_cap()};

    PROVE(derive_is_parent(&a, &b) == specified(a.cap, b.cap), "parents are those specified");
    PROVE(cap_is_new_parent(b.cap, a.cap) ==
              (!is_same(a.cap, b.cap) ||
               (has_badge(b.cap) && cap_badge(a.cap) != cap_badge(b.cap))),
          "who is another object's, or has another badge, is a new parent");
    if (!derive_is_parent(&a, &b) || !derive_is_parent(&b, &c)) {
        return 0;
    }
    ASSUME(!is_same(b.cap, c.cap) || cap_object_bits(b.cap) == cap_object_bits(c.cap));
    PROVE(derive_is_parent(&a, &c), "a parent's parent is one, too");
    if (cap_type(a.cap) == CAP_UNTYPED && cap_type(b.cap) == CAP_UNTYPED) {
        REACHED("memory in memory in memory");
    } else if (cap_type(a.cap) == CAP_ENDPOINT) {
        REACHED("an endpoint's family");
    } else if (cap_type(a.cap) == CAP_IRQ_CONTROL) {
        REACHED("the interrupts' family");
    }
}
