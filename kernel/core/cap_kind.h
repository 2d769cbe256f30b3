/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What capabilities of each type mean: a constant entry per type, beside the code
 * of its object.  A new type is one more entry, and one more line here.
 */
#pragma once

#include <vcpu_arch.h>

#include "err.h"

struct method;

/* A member that is left out (0, NULL) stands for what most types do. */
struct cap_kind {
    /* log2 of the object's bytes, or where the capability says how many; 0: it has no memory. */
    uint8_t bits;
    bool badged;    /* word 1 is a badge: one that is newly set makes a parent (ABI.md 8.4) */
    bool waited_on; /* the object begins with a queue of threads, which are let go when it dies */
    bool distinct;  /* no two lead to the same object; of other types, two with the same address */
    bool each;      /* `finalise` each capability, not the last alone */

    /* A thread may not, on its way to a receive, operate on what that receive may depend on
       (ABI.md 1.3). */
    bool not_before_receive;

    unsigned (*size)(cap_t cap); /* instead of `bits` */

    /* May `child` descend from `parent`, a parent of this type?  If it leads to the same object. */
    bool (*covers)(cap_t parent, cap_t child);

    /* Make `*cap`, a version of what is in `slot`, into a copy: null if there can be none, or an
       error.  Every version can be copied. */
    struct err (*copy)(const struct cte *slot, cap_t *cap);

    /* Reduce rights to the ABI's rights word.  They stay. */
    cap_t (*mask_rights)(cap_t cap, word_t rights);

    /* Take the data word of Mint, Mutate, Configure; null: refused.  It is ignored. */
    cap_t (*set_data)(cap_t cap, word_t data, bool preserve);

    /* The last capability goes: what ends at once.  Nothing does. */
    void (*finalise)(cap_t cap);

    /* The object's slots, `*count`, which are emptied before it is gone.  It has none. */
    struct cte *(*slots)(cap_t cap, word_t *count);

    /* Operations (invocation.h).  There is none. */
    const struct method *methods;
};

#define CAP_KINDS(KIND)                                                                \
    KIND(CAP_NULL, null_kind)                                                          \
    KIND(CAP_FRAME, frame_kind)                                                        \
    KIND(CAP_UNTYPED, untyped_kind)                                                    \
    KIND(CAP_PAGE_TABLE, page_table_kind)                                              \
    KIND(CAP_ENDPOINT, endpoint_kind)                                                  \
    KIND(CAP_NOTIFICATION, notification_kind)                                          \
    KIND(CAP_REPLY, reply_kind)                                                        \
    KIND(CAP_VSPACE, vspace_kind)                                                      \
    KIND(CAP_CNODE, cnode_kind)                                                        \
    KIND(CAP_ASID_CONTROL, asid_control_kind)                                          \
    KIND(CAP_TCB, tcb_kind)                                                            \
    KIND(CAP_ASID_POOL, asid_pool_kind)                                                \
    KIND(CAP_IRQ_CONTROL, irq_control_kind)                                            \
    KIND(CAP_IRQ_HANDLER, irq_handler_kind)                                            \
    KIND(CAP_ZOMBIE, zombie_kind)                                                      \
    KIND(CAP_DOMAIN, domain_kind)                                                      \
    KIND(CAP_SCHED_CONTEXT, sched_context_kind)                                        \
    KIND(CAP_SCHED_CONTROL, sched_control_kind)                                        \
    KIND(CAP_SMC, smc_kind)                                                            \
    KIND(CAP_SGI_SIGNAL, sgi_signal_kind)                                              \
    VCPU_CAP_KINDS(KIND)

#define DECLARE_KIND(type, kind) extern const struct cap_kind kind;
CAP_KINDS(DECLARE_KIND)
#undef DECLARE_KIND

enum { CAP_TYPES = CAP_SGI_SIGNAL + 1 };

extern const struct cap_kind *const cap_kinds[CAP_TYPES];

static inline const struct cap_kind *cap_kind(cap_t cap)
{
    return cap_kinds[cap_type(cap)];
}

/* log2 of the bytes of the object; 0: it has no memory. */
unsigned cap_object_bits(cap_t cap);

/* Do both give access to the very same object? */
static inline bool cap_same_object(cap_t a, cap_t b)
{
    return ((a.word[0] ^ b.word[0]) & CAP_IDENTITY) == 0 && !cap_kind(a)->distinct;
}

/* May `child` descend from `parent`? */
static inline bool cap_covers(cap_t parent, cap_t child)
{
    const struct cap_kind *kind = cap_kind(parent);

    if (kind->covers != NULL) {
        return kind->covers(parent, child);
    }
    if (!cap_same_object(parent, child)) {
        return false;
    }
    /* A badge covers the copies made of it, not another Mint, which is a parent itself. */
    return !kind->badged || cap_badge(parent) == 0 ||
           (cap_badge(parent) == cap_badge(child) && !cap_is_parent(child));
}

/* Is `cap`, derived from `source`, a parent of its own? */
static inline bool cap_is_new_parent(cap_t cap, cap_t source)
{
    return (cap_kind(cap)->badged && cap_badge(cap) != cap_badge(source)) ||
           !cap_same_object(cap, source);
}

/*
 * What a copy of `slot`'s capability may be: `*copy`, null where the type is
 * not copyable silently.  `cap`: a version of it with less rights, or new data.
 * Errors: RevokeFirst (untyped with children), IllegalOperation.
 */
MUST_USE static inline struct err cap_copy(const struct cte *slot, cap_t cap, cap_t *copy)
{
    const struct cap_kind *kind = cap_kind(cap);

    *copy = cap;
    return kind->copy == NULL ? ok() : kind->copy(slot, copy);
}

/* `cap` with its rights reduced to the ABI's rights word (ABI.md 8.3). */
static inline cap_t cap_mask_rights(cap_t cap, word_t rights)
{
    const struct cap_kind *kind = cap_kind(cap);

    return kind->mask_rights == NULL ? cap : kind->mask_rights(cap, rights);
}

/*
 * `cap` with the data word of Mint, Mutate, Configure (badge or guard).
 * `preserve`: Mutate and Rotate, which may not change badges.  Null if refused.
 */
static inline cap_t cap_set_data(cap_t cap, word_t data, bool preserve)
{
    const struct cap_kind *kind = cap_kind(cap);

    return kind->set_data == NULL ? cap : kind->set_data(cap, data, preserve);
}

/* ---- Members that several types share ---- */

unsigned cap_size_of_field(cap_t cap);
struct err cap_no_copy(const struct cte *slot, cap_t *cap);
struct err cap_copy_with_asid(const struct cte *slot, cap_t *cap);
cap_t cap_mask_rights_field(cap_t cap, word_t rights);
cap_t cap_set_new_badge(cap_t cap, word_t data, bool preserve);
