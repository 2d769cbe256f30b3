/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Retype makes as many objects as it was asked for, of the size that it was asked for,
 *     and 256 at most; each lies in the untyped behind what was in use, aligned to its size,
 *     and shares no byte with another one; the watermark is where the last one ends; no sum
 *     overflows
 * Bound: any number of objects, any two of them; endpoints, and untypeds of 4 KiB;
 *     all untypeds and watermarks; a reset of at most 12 KiB, or of a device
 * Assumes: the untyped is aligned to its size and its watermark lies in it; slot i gets the
 *     capability to object i, which originals proves of up to 32; the CNode is named without a
 *     lookup, and its first 256 slots, where capabilities go, are empty
 * Options: --unwind 258 --unwindset untyped_reset.0:5
 * Sources: err
 * Mutants: retype_unaligned@pages watermark_stays@pages retype_257@pages
 *     retype_beyond_the_memory@pages
 */
#include "board.h"
#include "prove.h"
#include "untyped.c"

void arch_zero(paddr_t start, word_t size)
{
    (void)start;
    (void)size;
}

void arch_cache_range(enum cache_op op, paddr_t start, word_t size)
{
    (void)op;
    (void)start;
    (void)size;
}

bool arch_irq_pending(void)
{
    return nondet_bool();
}

/* What this system's list has. */
const struct cap_kind *const cap_kinds[CAP_TYPES] = {[CAP_UNTYPED] = &untyped_kind};

/* Only the child is asked for it. */
unsigned cap_object_bits(cap_t cap)
{
    (void)cap;
    return seL4_EndpointBits;
}

unsigned cap_size_of_field(cap_t cap)
{
    return (unsigned)cap_size_bits(cap);
}

enum { MOST = 256, NODE = 0x1000, RESET_MOST = 3 << RESET_CHUNK_BITS };

struct cte derive_list;
static struct cte row[MOST];
static struct cte untyped_slot, child_slot, node_slot;

/* What Retype has asked for. */
static struct {
    struct cte *first;
    word_t count;
    cap_t cap;
    unsigned bits;
    struct cte *parent;
} asked;

/* The CNode is all that is looked at. */
void *object_at(paddr_t address)
{
    (void)address;
    return row;
}

/* What is in slot `i` afterwards. */
static cap_t nth(cap_t cap, word_t i, unsigned bits)
{
    return cap_set_is_parent(cap_set_object(cap, cap_object(cap) + (i << bits)), true);
}

void derive_insert_originals(struct cte *first, word_t count, cap_t cap, unsigned bits,
                             struct cte *parent)
{
    PROVE(asked.count == 0, "objects are made once");
    asked.first = first;
    asked.count = count;
    asked.cap = cap;
    asked.bits = bits;
    asked.parent = parent;
}

static cap_t any_untyped(void)
{
    cap_t cap = cap_set_type_field((cap_t){{nondet_word(), nondet_word()}}, CAP_UNTYPED);

    ASSUME(cap_size_bits(cap) >= seL4_MinUntypedBits && cap_size_bits(cap) <= seL4_MaxUntypedBits);
    ASSUME(is_aligned(cap_object(cap), (unsigned)cap_size_bits(cap)));
    ASSUME(cap_watermark(cap) <= BIT(cap_size_bits(cap)));
    return cap_set_is_parent(cap, true);
}

/* Any call on that untyped, which has a child or none. */
static struct invocation any_call(cap_t untyped)
{
    child_slot = (struct cte){.cap = cap_make(CAP_ENDPOINT, cap_object(untyped)),
                              .prev = &untyped_slot};
    untyped_slot = (struct cte){.cap = untyped, .prev = &derive_list};
    untyped_slot.next = nondet_bool() ? &child_slot : NULL;
    node_slot.cap = cap_set_radix(cap_make(CAP_CNODE, NODE), nondet_word());
    return (struct invocation){.target = &untyped_slot,
                               .cap = untyped,
                               .length = 6,
                               .mr = {nondet_word(), nondet_word(), 0, 0, 0, nondet_word()},
                               .cap_count = 1,
                               .extra = {&node_slot}};
}

/* Object `i` of those that were asked for. */
static struct phys_range object(word_t i)
{
    paddr_t start = cap_object(nth(asked.cap, i, asked.bits));

    return (struct phys_range){start, start + BIT(asked.bits)};
}

static void lie_as_they_should(struct phys_range free)
{
    word_t i = nondet_word();
    word_t j = nondet_word();

    ASSUME(i < asked.count && j < asked.count);
    struct phys_range a = object(i);
    struct phys_range b = object(j);
    PROVE(is_aligned(a.start, asked.bits), "an object is aligned to its size");
    PROVE(a.start >= free.start && a.start < a.end && a.end <= free.end,
          "it lies in the untyped, behind what is in use");
    PROVE(i == j || a.end <= b.start || b.end <= a.start, "it shares no byte with another one");
}

/* `bits`: log2 of an object's bytes (ABI.md 6.1). */
static void lays_out(word_t type, word_t size_bits, unsigned bits)
{
    cap_t was = any_untyped();
    struct invocation call = any_call(was);
    paddr_t base = cap_object(was);
    word_t used = derive_has_children(&untyped_slot) ? cap_watermark(was) : 0;

    call.mr[0] = type;
    call.mr[1] = size_bits;
    ASSUME(used != 0 || cap_is_device(was) || cap_watermark(was) <= RESET_MOST);
    asked.count = 0;
    struct err err = untyped_retype(&call);
    if (err.kind != ERR_NONE) {
        PROVE(asked.count == 0, "what is refused or preempted makes nothing");
        return;
    }
    PROVE(asked.count == call.mr[5] && asked.count >= 1 && asked.count <= MOST,
          "as many as it was asked for");
    PROVE(asked.bits == bits, "of the size that it was asked for");
    PROVE(asked.first == row && asked.parent == &untyped_slot, "in the slots, below the untyped");
    cap_t is = untyped_slot.cap;
    word_t end = base + cap_watermark(is);
    PROVE(cap_watermark(is) > used && cap_watermark(is) <= BIT(cap_size_bits(was)),
          "the watermark rises, and stays in the untyped");
    PROVE(object(asked.count - 1).end == end, "it is where the last object ends");
    PROVE(is.word[0] == was.word[0], "all else of the untyped stays");
    if (asked.count == MOST && object(0).start > base + used && used != 0) {
        REACHED("256 objects, behind a gap");
    }
    lie_as_they_should((struct phys_range){base + used, base + BIT(cap_size_bits(was))});
}

static void pages(void)
{
    lays_out(seL4_UntypedObject, 12, 12);
}

int main(void)
{
    lays_out(seL4_EndpointObject, 0, seL4_EndpointBits);
    pages();
    REACHED("the end of all cases");
}
