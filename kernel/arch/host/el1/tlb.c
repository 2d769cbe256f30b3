/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TLB of a kernel at EL1: users' tables are in TTBR0_EL1, the tags are ASIDs.
 *
 * Source: Arm ARM (DDI 0487), as kernel/arch/aarch64/el1/mmu.c quotes it.
 */
#include "../order.h"
#include "space.h"

static struct host_order *const order = &host_machine.order;

void host_level_reset(void)
{
}

void host_level_use(struct host_tlb_entry *entry)
{
    (void)entry;
}

void sysreg_set_ttbr0_el1(word_t value)
{
    host_order_root(value & MASK(TTBR0_ASID_SHIFT), value >> TTBR0_ASID_SHIFT);
}

static void forget(word_t asid, bool any_asid, vaddr_t page, bool any_page)
{
    for (unsigned i = 0; i < HOST_TLB_ENTRIES; i++) {
        struct host_tlb_entry *entry = &host_machine.tlb[i];
        if ((any_asid || entry->asid == asid) &&
            (any_page || entry->page >> entry->bits == page >> entry->bits)) {
            entry->valid = false;
        }
    }
    host_order_tlbi();
}

void tlbi_vae1(word_t operand)
{
    forget(operand >> 48, false, bits_get(operand, 43, 0) << 12, false);
}

/* A page table may be taken out of the space in use, but what was in use before must not be. */
static void must_be_out_of_use(void)
{
    MUST(!order->root_not_in_effect, "the TLB forgets an address space that may be in use");
}

void tlbi_aside1(word_t operand)
{
    must_be_out_of_use();
    order->flushed_in_use = host_machine.vspace_present && host_machine.asid == operand >> 48;
    forget(operand >> 48, false, 0, true);
}

void tlbi_vmalle1(void)
{
    must_be_out_of_use();
    forget(0, true, 0, true);
}
