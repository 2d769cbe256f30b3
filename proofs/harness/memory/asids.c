/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: a VSpace gets an asid that nobody has, and no other asid changes; a pool lies in memory
 *     that is large enough and nobody's; when a VSpace or pool dies, its asids name nothing, its
 *     tables are not in use and the TLB has nothing of them
 * Bound: a pool of any entries, of which number 6 is free, or another before it; any of 128 pools,
 *     number 2 of which is not there; a VSpace with asid 5
 * Assumes: a pool is registered where its capability says; a VSpace with an asid has a pool;
 *     capabilities are of a type that there is
 * Options: --unwind 8 --unwindset asid_boot.0:130
 * Cases: assigns makes loses_space loses_pool starts
 * Sources: asid cap_kind derive err untyped vspace vspace_switch
 * Mutants: asid_0_assigned@assigns pool_over_children@makes
 *     pool_from_device@makes dead_vspace_named@loses_space dead_vspace_active@loses_space
 *     dead_pool_registered@loses_pool dead_pool_stays_known@loses_pool
 */
#include "asid_pool.c"
#include "kernel/arch/aarch64/el1/mmu.c"
#include "prove.h"

enum { AT_POOL = 0x100000, AT_NEW = 0x101000, AT_ROOT = 0x102000, AT_EMPTY = 0x103000 };

struct asid_pool nondet_pool(void);

enum { FIRST = 6 };

static struct asid_pool pool, pool_new;
static struct cte target, extra, node, slot, below;

void *object_at(paddr_t address)
{
    PROVE(address == AT_POOL || address == AT_NEW, "nothing but pools is used");
    return address == AT_POOL ? &pool : &pool_new;
}

/* ---- The machine ---- */

static word_t ttbr0, told_asid;
static bool told_all, zeroed;

void isb(void) {}
void dsb_nsh(void) {}

void sysreg_set_ttbr0_el1(word_t value)
{
    ttbr0 = value;
}

void tlbi_aside1(word_t operand)
{
    told_asid = operand >> 48;
}

void tlbi_vmalle1(void)
{
    told_all = true;
}

void tlbi_vae1(word_t operand)
{
    (void)operand;
}

void arch_zero(paddr_t start, word_t size)
{
    PROVE(start == AT_NEW && size == sizeof(struct asid_pool), "the new pool, and no more");
    zeroed = true;
}

/* Any outcome of a lookup. */
struct err cspace_empty_slot(cap_t cap, word_t index, word_t depth, struct cte **found)
{
    (void)cap;
    (void)index;
    (void)depth;
    *found = &slot;
    return nondet_bool() ? ok() : err_plain(seL4_FailedLookup);
}

/* ---- ---- */

static cap_t any_cap(void)
{
    cap_t cap = {{nondet_word(), nondet_word()}};

    ASSUME(cap_type(cap) < CAP_TYPES);
    return cap;
}

void assigns(void)
{
    word_t base = (nondet_word() % ASID_POOLS) << ASID_ENTRY_BITS;
    cap_t cap = cap_set_asid_base(cap_make(CAP_ASID_POOL, AT_POOL), base);
    struct invocation call = {.target = &target, .cap = cap, .cap_count = 1, .extra = {&extra}};
    word_t any = nondet_word() % ASID_POOL_ENTRIES;

    pool = nondet_pool();
    ASSUME(pool.root[FIRST] == 0);
    extra.cap = any_cap();
    cap_t was_cap = extra.cap;
    asid_pools[base >> ASID_ENTRY_BITS] = &pool;
    paddr_t was = pool.root[any];
    struct err err = asid_pool_assign(&call);
    word_t asid = cap_asid(extra.cap);

    if (err.kind != ERR_NONE) {
        PROVE(pool.root[any] == was && extra.cap.word[1] == was_cap.word[1], "nothing changes");
        PROVE(err.code != seL4_DeleteFirst, "it has room");
        return;
    }
    REACHED("an asid is given");
    PROVE(cap_type(was_cap) == CAP_VSPACE && cap_asid(was_cap) == 0, "to a VSpace without one");
    PROVE(asid != 0 && asid - base < ASID_POOL_ENTRIES, "one of the pool's, and not 0");
    if (any == asid - base) {
        PROVE(was == 0 && pool.root[any] == cap_object(extra.cap), "it was free, and names it now");
    } else {
        PROVE(pool.root[any] == was, "no other asid changes");
    }
    REACHED("the end of the case");
}

void makes(void)
{
    struct invocation call = {.target = &target, .cap_count = 2, .extra = {&extra, &node}};
    word_t any = nondet_word() % ASID_POOLS;

    for (unsigned i = 0; i < 2; i++) {
        call.mr[i] = nondet_word();
    }
    zeroed = false;
    extra = (struct cte){.cap = cap_set_object(any_cap(), AT_NEW)};
    derive_list = (struct cte){.next = NULL};
    bool has_child = nondet_bool();
    derive_list.next = &extra;
    extra.prev = &derive_list;
    if (has_child) {
        cap_t child = cap_set_size_bits(cap_make(CAP_UNTYPED, AT_NEW), seL4_MinUntypedBits);
        below = (struct cte){.cap = child, .prev = &extra};
        extra.next = &below;
        extra.cap = cap_set_is_parent(extra.cap, true);
    }
    slot = (struct cte){.next = NULL};
    for (unsigned i = 0; i < 2; i++) { /* the first ones; what is behind matters not */
        asid_pools[i] = nondet_bool() ? &pool : NULL;
    }
    asid_pools[2] = NULL;
    const struct asid_pool *was = asid_pools[any];
    cap_t memory = extra.cap;
    struct err err = asid_control_make_pool(&call);

    if (err.kind != ERR_NONE) {
        PROVE(asid_pools[any] == was && cap_is_null(slot.cap), "nothing is made");
        return;
    }
    REACHED("a pool is made");
    word_t index = cap_asid_base(slot.cap) >> ASID_ENTRY_BITS;
    PROVE(cap_type(memory) == CAP_UNTYPED && cap_size_bits(memory) == seL4_ASIDPoolBits &&
              !cap_is_device(memory) && !has_child,
          "of memory that is as large, and nobody's");
    PROVE(zeroed && cap_watermark(extra.cap) == sizeof(struct asid_pool), "it is zeroed, and used");
    PROVE(cap_type(slot.cap) == CAP_ASID_POOL && cap_object(slot.cap) == AT_NEW,
          "there is a capability to it");
    PROVE(any == index ? was == NULL && asid_pools[any] == &pool_new : asid_pools[any] == was,
          "it is registered where none was");
    REACHED("the end of the case");
}

void loses_space(void)
{
    const word_t asid = 5; /* one stands for all: the code only looks it up */
    cap_t cap = cap_set_asid(cap_make(CAP_VSPACE, AT_ROOT), asid);
    word_t any = nondet_word() % ASID_POOL_ENTRIES;

    pool = nondet_pool();
    asid_pools[0] = &pool;
    vspace_active = nondet_bool() ? cap : cap_set_asid(cap_make(CAP_VSPACE, AT_NEW), any);
    word_t active = cap_asid(vspace_active);
    ttbr0 = cap_object(vspace_active) | active << TTBR0_ASID_SHIFT;
    mmu_empty_paddr = AT_EMPTY;
    told_asid = 0;
    paddr_t was = pool.root[any];
    bool is_its = pool.root[asid] == AT_ROOT;
    vspace_kind.finalise(cap);

    PROVE(pool.root[any] == (is_its && any == asid ? 0 : was), "its asid names nothing");
    if (is_its) {
        REACHED("a VSpace loses its asid");
        PROVE(told_asid == asid, "the TLB forgets it");
        PROVE(active != asid || (ttbr0 == AT_EMPTY && cap_is_null(vspace_active)),
              "its tables are not in use");
    }
    vspace_active = cap_null();
    vspace_activate(cap);
    PROVE(!is_its || cap_is_null(vspace_active), "nobody runs with it any more");
    REACHED("the end of the case");
}

void loses_pool(void)
{
    word_t index = nondet_word() % ASID_POOLS;
    word_t asid = nondet_word() & MASK(16);

    mmu_empty_paddr = AT_EMPTY;
    asid_pools[index] = nondet_bool() ? &pool : &pool_new;
    bool is_its = asid_pools[index] == &pool;
    vspace_active = cap_set_asid(cap_make(CAP_VSPACE, AT_ROOT), asid);
    ttbr0 = AT_ROOT | asid << TTBR0_ASID_SHIFT;
    told_all = false;
    asid_pool_finalise(cap_set_asid_base(cap_make(CAP_ASID_POOL, AT_POOL),
                                         index << ASID_ENTRY_BITS));
    if (is_its) {
        PROVE(asid_pools[index] == NULL && told_all, "it is registered no more, and forgotten");
        PROVE(asid >> ASID_ENTRY_BITS != index || ttbr0 == AT_EMPTY, "no space of it is in use");
    } else {
        PROVE(asid_pools[index] == &pool_new && !told_all, "another one stays");
    }
    REACHED("the end of the case");
}

void starts(void)
{
    word_t any = nondet_word() % ASID_POOLS;

    asid_boot(AT_POOL, AT_ROOT);
    PROVE(asid_pools[any] == (any == 0 ? &pool : NULL) && asid_root(ASID_INITIAL) == AT_ROOT,
          "at boot there is one pool, which knows the initial VSpace");
    REACHED("the end of the case");
}
