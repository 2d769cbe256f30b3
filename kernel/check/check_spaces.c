/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariants of address spaces: everything that a registered VSpace maps has a
 * capability that says so, with at least these rights.  And of interrupts.
 */
#include "arch.h"
#include "asid.h"
#include "board.h"
#include "check_parts.h"
#include "derive.h"
#include "irq.h"
#include "sched.h"
#include "vcpu.h"
#include "vspace_switch.h"

/* Is there a capability for what `pte`, at `level`, enters for `address`? */
static bool entry_has_cap(pte_t pte, unsigned level, word_t asid, vaddr_t address)
{
    enum pte_kind kind = arch_pte_kind(pte, level);
    enum cap_type type = kind == PTE_TABLE ? CAP_PAGE_TABLE : CAP_FRAME;

    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        cap_t cap = slot->cap;
        if (cap_type(cap) != type || cap_object(cap) != arch_pte_address(pte) ||
            cap_asid(cap) != asid || cap_mapped_page(cap) != address) {
            continue;
        }
        word_t access = arch_pte_attributes(pte).access;
        if (kind == PTE_TABLE || (cap_frame_bits(cap) == vspace_level_bits(level) &&
                                  (access & ~cap_frame_access(cap)) == 0)) {
            return true;
        }
    }
    return false;
}

/* The table at `level` for addresses from `base`, and all below it. */
static const char *check_table(paddr_t table, unsigned level, word_t asid, vaddr_t base)
{
    const pte_t *entries = phys_ptr(table);
    word_t count = BIT(vspace_index_bits(level));

    for (word_t i = 0; i < count; i++) {
        if (entries[i] == 0) { /* most are: saves asking the machine */
            continue;
        }
        enum pte_kind kind = arch_pte_kind(entries[i], level);
        if (kind == PTE_INVALID) {
            continue;
        }
        vaddr_t address = base + (i << vspace_level_bits(level));
        HOLDS(address <= seL4_UserTop, "mapping: below the top of user addresses");
        HOLDS(entry_has_cap(entries[i], level, asid, address),
              kind == PTE_TABLE ? "mapping: every table has a capability that says so"
                                : "mapping: every page has a capability with its rights");
        if (kind == PTE_TABLE) {
            /* Three levels deep at most. */
            ALSO(check_table(arch_pte_address(entries[i]), level + 1, asid, address));
        }
    }
    return NULL;
}

const char *check_vspace(cap_t vspace)
{
    if (!vspace_is_assigned(vspace)) {
        return NULL;
    }
    return check_table(cap_object(vspace), 0, cap_asid(vspace), 0);
}

static bool asid_has_vspace(word_t asid, paddr_t root)
{
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (vspace_has_asid(slot->cap) && cap_asid(slot->cap) == asid &&
            cap_object(slot->cap) == root) {
            return true;
        }
    }
    return false;
}

const char *check_asid_pool(cap_t cap)
{
    const struct asid_pool *pool = phys_ptr(cap_object(cap));
    word_t base = cap_asid_base(cap);

    HOLDS(asid_pools[base >> ASID_ENTRY_BITS] == pool,
          "asid: a pool that has a capability is registered");
    for (word_t i = 0; i < ASID_POOL_ENTRIES; i++) {
        if (pool->root[i] != 0) {
            HOLDS(base + i != 0, "asid: 0 is nobody's");
            HOLDS(asid_has_vspace(base + i, pool->root[i]), "asid: names a VSpace that exists");
        }
    }
    return NULL;
}

const char *check_asid_pools(void)
{
    for (unsigned i = 0; i < ASID_POOLS; i++) {
        HOLDS(asid_pools[i] == NULL || check_alive(CAP_ASID_POOL, asid_pools[i]),
              "asid: a pool that is registered has a capability");
    }
    return NULL;
}

const char *check_active_vspace(void)
{
    cap_t own = sched_current()->slot[TCB_VSPACE].cap;

    if (!vspace_is_assigned(own)) {
        HOLDS(cap_is_null(vspace_active), "address space: none without a VSpace");
        return NULL;
    }
    HOLDS(cap_object(vspace_active) == cap_object(own) &&
              cap_asid(vspace_active) == cap_asid(own),
          "address space: the running thread's own");
    return NULL;
}

/* ---- Interrupts ---- */

/* Or had one that is dying. */
static bool irq_has_handler(unsigned irq)
{
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        enum cap_type type = cap_type(slot->cap) == CAP_ZOMBIE ?
                                 (enum cap_type)cap_zombie_type(slot->cap) :
                                 cap_type(slot->cap);
        if (type == CAP_IRQ_HANDLER && cap_irq(slot->cap) == irq) {
            return true;
        }
    }
    return false;
}

/* Each issued line has a handler, and the other way round: as many lines as are issued have one,
   and each of these is issued. */
static const char *check_issued(void)
{
    unsigned issued = 0;

    for (unsigned irq = 0; irq <= board.max_irq; irq++) {
        issued += irq_is_issued(irq);
    }
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (cap_type(slot->cap) != CAP_IRQ_HANDLER ||
            cap_same_object(slot->prev->cap, slot->cap)) {
            continue;
        }
        HOLDS(irq_is_issued((unsigned)cap_irq(slot->cap)), "interrupt: a handler's line is issued");
        issued--;
    }
    HOLDS(issued == 0, "interrupt: an issued line has a handler");
    return NULL;
}

const char *check_interrupts(void)
{
    for (unsigned irq = 0; irq <= board.max_irq; irq++) {
        struct cte *slot = irq_notification_slot(irq);
        HOLDS(arch_irq_masked(irq) || irq_is_issued(irq) || irq == board.timer_irq ||
                  vcpu_is_kernels_irq(irq),
              "interrupt: only issued lines are unmasked");
        ALSO(check_slots(slot, 1));
        if (cte_is_empty(slot)) {
            continue;
        }
        HOLDS(cap_type(slot->cap) == CAP_ZOMBIE ||
                  cap_allows(slot->cap, CAP_NOTIFICATION, RIGHT_WRITE),
              "interrupt: signals a notification");
        HOLDS(irq_has_handler(irq), "interrupt: has a notification only with a handler");
    }
    HOLDS(!arch_irq_masked(board.timer_irq), "interrupt: the kernel's own is never masked");
    return check_issued();
}
