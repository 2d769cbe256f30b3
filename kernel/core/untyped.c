/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Untyped memory and Retype, the only source of objects (ABI.md 6).
 *
 * An untyped hands out its memory from its start upwards; the watermark says
 * how far.  Without children it starts over: first all memory up to the
 * watermark is zeroed, from the top downwards in chunks, and the watermark
 * follows, so that an interrupted reset continues where it stopped.
 */
#include "arch.h"
#include "cspace.h"
#include "delete.h"
#include "derive.h"
#include "invocation.h"
#include "sched.h"
#include "vcpu.h"

enum { MAX_OBJECTS = 256, RESET_CHUNK_BITS = 12 };

struct plan_retype {
    seL4_ObjectType type;
    unsigned object_bits;
    word_t size_bits;   /* as the user gave it */
    struct cte *first;  /* destination slots */
    word_t count;
    bool reset;
};

/* What Retype makes of each type: objects of 2^bits bytes, or of 2^(bits + size_bits) if the user
   says how large, and the first capability to each, with these fields (cap.h). */
static const struct {
    uint8_t cap; /* enum cap_type */
    uint8_t bits;
    bool sized;
    uint8_t fields;
} object_types[OBJECT_TYPES] = {
    [seL4_UntypedObject] = {CAP_UNTYPED, 0, true, 0},
    [seL4_TCBObject] = {CAP_TCB, seL4_TCBBits, false, 0},
    [seL4_EndpointObject] = {CAP_ENDPOINT, seL4_EndpointBits, false, RIGHTS_ALL},
    [seL4_NotificationObject] = {CAP_NOTIFICATION, seL4_NotificationBits, false,
                                 RIGHT_READ | RIGHT_WRITE},
    [seL4_ReplyObject] = {CAP_REPLY, seL4_ReplyBits, false, RIGHT_GRANT},
    [seL4_CapTableObject] = {CAP_CNODE, seL4_SlotBits, true, 0},
    [seL4_SchedContextObject] = {CAP_SCHED_CONTEXT, 0, true, 0},
    [seL4_ARM_VSpaceObject] = {CAP_VSPACE, seL4_VSpaceBits, false, 0},
    [seL4_ARM_PageTableObject] = {CAP_PAGE_TABLE, seL4_PageTableBits, false, 0},
    [seL4_ARM_SmallPageObject] = {CAP_FRAME, seL4_PageBits, false, CAP_NEW_FRAME(FRAME_SMALL)},
    [seL4_ARM_LargePageObject] = {CAP_FRAME, seL4_LargePageBits, false,
                                  CAP_NEW_FRAME(FRAME_LARGE)},
    [seL4_ARM_HugePageObject] = {CAP_FRAME, seL4_HugePageBits, false, CAP_NEW_FRAME(FRAME_HUGE)},
    VCPU_OBJECT_TYPES
};

/* log2 of the bytes that an object of `type` takes; `size_bits` < 64. */
static word_t type_bits(word_t type, word_t size_bits)
{
    return object_types[type].bits + (object_types[type].sized ? size_bits : 0);
}

/* Message words 0 and 1: what objects. */
static struct err plan_object(const struct invocation *call, struct plan_retype *plan)
{
    word_t type = call->mr[0];
    word_t size_bits = call->mr[1];

    if (type >= OBJECT_TYPES) {
        return err_argument(0);
    }
    type = arch_index(type, OBJECT_TYPES);
    if (size_bits >= seL4_WordBits || type_bits(type, size_bits) > seL4_MaxUntypedBits) {
        return err_range(0, seL4_MaxUntypedBits);
    }
    if ((type == seL4_CapTableObject && size_bits == 0) ||
        (type == seL4_UntypedObject && size_bits < seL4_MinUntypedBits) ||
        (type == seL4_SchedContextObject && size_bits < seL4_MinSchedContextBits)) {
        return err_argument(1);
    }
    plan->type = (seL4_ObjectType)type;
    plan->size_bits = size_bits;
    plan->object_bits = (unsigned)type_bits(type, size_bits);
    return ok();
}

/* Message words 2 to 5: where the capabilities go. */
static struct err plan_destination(const struct invocation *call, struct plan_retype *plan)
{
    word_t depth = call->mr[3];
    word_t offset = call->mr[4];
    word_t count = call->mr[5];
    cap_t node = invocation_cap(call, 0);

    if (depth != 0) {
        struct cte *slot;

        TRY(cspace_slot(false, node, call->mr[2], depth, &slot));
        node = slot->cap;
    }
    if (cap_type(node) != CAP_CNODE) {
        return err_lookup(false, lookup_missing(depth));
    }
    word_t slots = BIT(cap_radix(node));
    if (offset >= slots) {
        return err_range(0, slots - 1);
    }
    if (count < 1 || count > MAX_OBJECTS) {
        return err_range(1, MAX_OBJECTS);
    }
    if (count > slots - offset) {
        return err_range(1, slots - offset);
    }
    plan->first = cap_cnode(node) + arch_index(offset, slots);
    plan->count = count;
    for (word_t i = 0; i < count; i++) { /* at most MAX_OBJECTS */
        if (!cte_is_empty(plan->first + i)) {
            return err_plain(seL4_DeleteFirst);
        }
    }
    return ok();
}

static struct err plan_memory(const struct invocation *call, struct plan_retype *plan)
{
    word_t size = BIT(cap_size_bits(call->cap));
    word_t free_bytes = size;

    plan->reset = !derive_has_children(call->target);
    if (!plan->reset) {
        free_bytes = size - cap_watermark(call->cap);
    }
    if (free_bytes >> plan->object_bits < plan->count) {
        return err_word(seL4_NotEnoughMemory, free_bytes);
    }
    if (cap_is_device(call->cap) && plan->type != seL4_UntypedObject &&
        object_types[plan->type].cap != CAP_FRAME) {
        return err_argument(1);
    }
    return ok();
}

/* Zero the used part and take it back.  Preemptible. */
static struct err untyped_reset(struct cte *slot)
{
    cap_t cap = slot->cap;
    unsigned bits = (unsigned)cap_size_bits(cap);
    unsigned chunk_bits = bits < RESET_CHUNK_BITS ? bits : RESET_CHUNK_BITS;

    if (cap_is_device(cap)) {
        slot->cap = cap_set_watermark(cap, 0);
        return ok();
    }
    /* Bounded: each round takes one chunk off the watermark. */
    while (cap_watermark(slot->cap) != 0) {
        word_t start = align_down(cap_watermark(slot->cap) - 1, chunk_bits);
        arch_zero(cap_object(cap) + start, BIT(chunk_bits));
        /* An uncached mapping of a frame must see the zeros, too. */
        arch_cache_range(CACHE_CLEAN, cap_object(cap) + start, BIT(chunk_bits));
        slot->cap = cap_set_watermark(slot->cap, start);
        if (arch_irq_pending()) {
            return err_preempted();
        }
    }
    return ok();
}

/* The first capability to the object at `address`. */
static cap_t object_cap(const struct plan_retype *plan, paddr_t address, bool device)
{
    cap_t cap = cap_make((enum cap_type)object_types[plan->type].cap, address);
    word_t fields = object_types[plan->type].fields;

    if (object_types[plan->type].sized) {
        fields = plan->size_bits;
    }
    return cap_set_is_device(cap_set_per_type(cap, fields), device);
}

/* All but a TCB, and a virtual CPU, begin as zeros.  Who does not have the physical timer makes
   threads that do not either: he would have it by way of them.  (A function of its own, so that
   what the loop needs is in registers: it is the longest stretch without a look for interrupts.) */
NOINLINE static void tcbs_init(struct tcb *first, word_t count)
{
    uint32_t flags = sched_current()->flags & bulkhead_TCBFlag_physicalTimerDisabled;
    word_t access = arch_access(flags);
    uint8_t domain = (uint8_t)domain_current();

    for (word_t i = 0; i < count; i++) { /* at most MAX_OBJECTS */
        struct tcb *tcb = (struct tcb *)((unsigned char *)first + (i << seL4_TCBBits));
        arch_context_init(&tcb->context, access);
        tcb->flags = flags;
        tcb->domain = domain;
    }
}

static void retype_commit(struct cte *untyped, const struct plan_retype *plan)
{
    cap_t cap = untyped->cap;
    paddr_t base = cap_object(cap);
    paddr_t address = align_up(base + cap_watermark(cap), plan->object_bits);

    if (plan->type == seL4_TCBObject) {
        tcbs_init(phys_ptr(address), plan->count);
    } else if (HAVE_VCPUS && object_types[plan->type].cap == CAP_VCPU) {
        vcpus_init(phys_ptr(address), plan->count);
    }
    derive_insert_originals(plan->first, plan->count,
                            object_cap(plan, address, cap_is_device(cap)), plan->object_bits,
                            untyped);
    address += plan->count << plan->object_bits;
    untyped->cap = cap_set_watermark(untyped->cap, address - base);
}

static struct err untyped_retype(struct invocation *call)
{
    struct plan_retype plan = {.count = 0};

    TRY(plan_object(call, &plan));
    TRY(plan_destination(call, &plan));
    TRY(plan_memory(call, &plan));
    if (plan.reset) {
        TRY(untyped_reset(call->target));
    }
    retype_commit(call->target, &plan);
    return ok();
}

static const struct method untyped_methods[] = {
    {UntypedRetype, 6, 1, untyped_retype},
    {0, 0, 0, NULL},
};

static bool untyped_covers(cap_t untyped, cap_t cap)
{
    unsigned bits = cap_object_bits(cap);
    paddr_t start = cap_object(untyped);
    word_t size = BIT(cap_size_bits(untyped));

    return bits != 0 && cap_object(cap) >= start && cap_object(cap) - start < size &&
           BIT(bits) <= size;
}

static struct err untyped_copy(const struct cte *slot, cap_t *cap)
{
    (void)cap;
    return derive_has_children(slot) ? err_plain(seL4_RevokeFirst) : ok();
}

const struct cap_kind untyped_kind = {
    .size = cap_size_of_field,
    .distinct = true,
    .covers = untyped_covers,
    .copy = untyped_copy,
    .methods = untyped_methods,
};
