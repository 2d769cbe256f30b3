/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariants of the derivation list and of memory: what two capabilities stand
 * for is the same object, or disjoint, or one is an untyped and contains the
 * other.
 *
 * An untyped's memory is used from its start upwards and each new child goes
 * directly behind it, so in the list its children come with falling addresses.
 * One pass with the chain of enclosing untypeds at hand therefore sees every
 * overlap below a root; roots, which only boot makes, are compared in pairs.
 * Copies follow their original, so the first of a run stands for all.
 */
#include "board.h"
#include "boot_layout.h"
#include "check.h"
#include "check_parts.h"
#include "derive.h"

/* Enclosing ranges differ in size, and there are this many sizes. */
enum { NESTING = seL4_MaxUntypedBits + 1 };

struct enclosing {
    paddr_t start;
    paddr_t end;
    paddr_t unused_below; /* children seen so far lie at or above this */
};

/* Bytes that a capability stands for; empty if it stands for no memory. */
static struct phys_range memory_of(cap_t cap)
{
    unsigned bits = cap_object_bits(cap);
    paddr_t start = cap_object(cap);

    return (struct phys_range){start, bits == 0 ? start : start + BIT(bits)};
}

static bool disjoint(struct phys_range a, struct phys_range b)
{
    return a.end <= b.start || b.end <= a.start;
}

/* ---- The list ---- */

/* Capabilities in the list that check_slots() has not seen in a slot of something that exists. */
static word_t not_seen;

static const char *check_links(void)
{
    const struct cte *prev = &derive_list;

    not_seen = 0;
    HOLDS(derive_list.prev == NULL && cte_is_empty(&derive_list), "derivation: the head is empty");
    /* It ends: a slot to which it came back would need two before it. */
    for (struct cte *slot = prev->next; slot != NULL; slot = slot->next) {
        HOLDS(slot->prev == prev, "derivation: prev is the inverse of next");
        HOLDS(!cte_is_empty(slot), "derivation: every slot in the list has a capability");
        not_seen++;
        prev = slot;
    }
    return NULL;
}

const char *check_slots(const struct cte *slots, word_t count)
{
    for (word_t i = 0; i < count; i++) {
        const struct cte *slot = &slots[i];
        if (cte_is_empty(slot)) {
            HOLDS(slot->prev == NULL && slot->next == NULL,
                  "slots: an empty slot is all zero");
        } else {
            HOLDS(slot->prev != NULL && slot->prev->next == slot,
                  "slots: every capability is in the derivation list");
            HOLDS(!cap_is_root(slot->cap) || check_alive(CAP_TCB, derive_thread_of(slot)),
                  "slots: what is marked as a CSpace is a thread's");
            not_seen--;
        }
    }
    return NULL;
}

const char *check_dying(const struct cte *zombie, const struct cte *slots, word_t count)
{
    word_t left = cap_zombie_left(zombie->cap);
    bool own = zombie >= slots && zombie < slots + count;

    HOLDS(left > 0 && left <= count, "zombie: has slots left, no more than it had");
    for (word_t i = left; i < count; i++) {
        HOLDS(cte_is_empty(&slots[i]) || &slots[i] == zombie,
              "zombie: what it has lost is empty, but for its own slot");
    }
    if (cap_zombie_stacked(zombie->cap)) {
        HOLDS(!own, "zombie: one in its own slot is not stacked");
        HOLDS(cte_is_empty(slots) || cap_type(slots->cap) == CAP_ZOMBIE,
              "zombie: a stacked one is on another");
    }
    return check_slots(slots, count);
}

const char *check_all_seen(void)
{
    HOLDS(not_seen == 0, "derivation: every capability is in a slot of something that exists");
    return NULL;
}

/* ---- Who descends from whom ---- */

/* What a capability allows, a bit for each right. */
static word_t rights_of(cap_t cap)
{
    switch (cap_type(cap)) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_REPLY:
        return cap_rights(cap);
    case CAP_FRAME:
        return cap_frame_access(cap);
    default:
        return 0;
    }
}

static const char *check_descendants(const struct cte *parent)
{
    for (struct cte *slot = parent->next; slot != NULL && derive_is_parent(parent, slot);
         slot = slot->next) {
        if (cap_same_object(parent->cap, slot->cap)) {
            HOLDS((rights_of(slot->cap) & ~rights_of(parent->cap)) == 0,
                  "derivation: rights never grow");
        }
    }
    return NULL;
}

static const char *check_families(void)
{
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (cap_same_object(slot->prev->cap, slot->cap)) {
            HOLDS(cap_object_bits(slot->prev->cap) == cap_object_bits(slot->cap),
                  "derivation: capabilities to one object agree on its size");
        }
        if (cap_is_parent(slot->cap) && cap_type(slot->cap) != CAP_UNTYPED) {
            ALSO(check_descendants(slot));
        }
    }
    return NULL;
}

/* ---- Memory ---- */

static const char *check_watermark(cap_t cap)
{
    word_t size = BIT(cap_size_bits(cap));

    HOLDS(cap_size_bits(cap) <= seL4_MaxUntypedBits, "untyped: no larger than there may be");
    HOLDS(is_aligned(cap_object(cap), (unsigned)cap_size_bits(cap)),
          "untyped: aligned to its size");
    HOLDS(cap_watermark(cap) <= size, "untyped: the watermark lies in it");
    return NULL;
}

/* `memory` lies directly in `parent`, by a capability other than the one
   before. */
static const char *check_child(struct enclosing *parent, struct phys_range memory)
{
    HOLDS(memory.end <= parent->end, "untyped: a child does not reach beyond it");
    HOLDS(memory.end <= parent->unused_below,
          "untyped: children are below the watermark and do not overlap");
    parent->unused_below = memory.start;
    return NULL;
}

/* `root` is in no untyped: nothing before it in the list may share its memory. */
static const char *check_root_memory(const struct cte *root, struct phys_range memory)
{
    HOLDS(disjoint(memory, boot_kernel_image), "memory: no capability stands for the kernel's");
    for (struct cte *slot = derive_list.next; slot != root; slot = slot->next) {
        HOLDS(disjoint(memory, memory_of(slot->cap)),
              "memory: objects overlap, or one is not behind its untyped in the list");
    }
    return NULL;
}

struct nest {
    struct enclosing level[NESTING];
    unsigned depth;
};

static const char *nest_enter(struct nest *nest, cap_t untyped, struct phys_range memory)
{
    struct enclosing *top = nest->depth > 0 ? &nest->level[nest->depth - 1] : NULL;

    ALSO(check_watermark(untyped));
    if (top == NULL || top->start != memory.start || top->end != memory.end) {
        ASSERT(nest->depth < NESTING);
        top = &nest->level[nest->depth++];
    }
    *top = (struct enclosing){memory.start, memory.end, memory.start + cap_watermark(untyped)};
    return NULL;
}

static const char *check_memory(void)
{
    struct nest nest = {.depth = 0};

    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        struct phys_range memory = memory_of(slot->cap);
        if (memory.start == memory.end || cap_same_object(slot->prev->cap, slot->cap)) {
            continue;
        }
        while (nest.depth > 0 && (memory.start < nest.level[nest.depth - 1].start ||
                                  memory.start >= nest.level[nest.depth - 1].end)) {
            nest.depth--;
        }
        if (nest.depth > 0) {
            ALSO(check_child(&nest.level[nest.depth - 1], memory));
        } else {
            ALSO(check_root_memory(slot, memory));
        }
        if (cap_type(slot->cap) == CAP_UNTYPED) {
            HOLDS(cap_is_parent(slot->cap), "untyped: every one is a parent");
            ALSO(nest_enter(&nest, slot->cap, memory));
        }
    }
    return NULL;
}

static const char *check_zero(paddr_t start, paddr_t end)
{
    word_t any = 0;

    for (paddr_t address = start; address < end; address += sizeof(word_t)) {
        any |= *(const word_t *)phys_ptr(address);
    }
    HOLDS(any == 0, "untyped: free memory is zero");
    return NULL;
}

const char *check_free_memory(struct phys_range part)
{
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        cap_t cap = slot->cap;
        if (cap_type(cap) == CAP_UNTYPED && !cap_is_device(cap)) {
            struct phys_range memory = memory_of(cap);
            ALSO(check_zero(max_word(memory.start + cap_watermark(cap), part.start),
                            min_word(memory.end, part.end)));
        }
    }
    return NULL;
}

const char *check_derivation(void)
{
    ALSO(check_links());
    ALSO(check_families());
    return check_memory();
}
