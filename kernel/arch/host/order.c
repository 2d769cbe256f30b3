/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine that takes the architecture at its word: what no barrier has made
 * visible is not visible, and who relies on it panics.
 *
 * Source: Arm ARM (DDI 0487), as kernel/arch/aarch64/el1/mmu.c quotes it.
 */
#include "host.h"

#include "../aarch64/pte.h"
#include "space.h"

static struct host_order *const order = &host_machine.order;

#define MUST(condition, what)                                                          \
    do {                                                                               \
        if (!(condition)) {                                                            \
            panic(__FILE__, __LINE__, "order: " what);                                 \
        }                                                                              \
    } while (0)

void isb(void)
{
    order->ttbr_not_in_effect = false;
}

void dsb_nsh(void)
{
    order->zeros_not_visible = false;
    order->entry_not_visible = false;
    order->tlbi_not_complete = false;
}

/* Of stores alone. */
void dsb_ishst(void)
{
    order->zeros_not_visible = false;
    order->entry_not_visible = false;
}

void host_order_zeroed(void)
{
    MUST(!order->tlbi_not_complete, "a table is cleared while walks may still use it");
    order->zeros_not_visible = true;
}

static bool is_valid(word_t entry)
{
    return (entry & PTE_VALID) != 0;
}

/* Pages have the bit at level 3, too, but are marked as accessed. */
static bool is_table(word_t entry)
{
    return is_valid(entry) && (entry & PTE_TABLE_OR_PAGE) != 0 && (entry & PTE_ACCESSED) == 0;
}

void pte_store(word_t *entry, word_t value)
{
    MUST(!is_valid(*entry) || !is_valid(value), "a valid entry becomes another valid one");
    MUST(!is_table(value) || !order->zeros_not_visible,
         "a table is entered before its zeros are visible");
    MUST(!is_valid(value) || !order->tlbi_not_complete,
         "an entry is made before the TLB has forgotten the last one");
    *entry = value;
    order->entry_not_visible = true;
}

void sysreg_set_ttbr0_el1(word_t value)
{
    host_machine.vspace_present = value != 0;
    host_machine.root = value & MASK(TTBR0_ASID_SHIFT);
    host_machine.asid = value >> TTBR0_ASID_SHIFT;
    host_machine.vspace_switches += host_machine.vspace_present;
    order->ttbr_not_in_effect = true;
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
    MUST(!order->entry_not_visible, "the TLB forgets an entry that walks still find");
    order->tlbi_not_complete = true;
}

void tlbi_vae1(word_t operand)
{
    forget(operand >> 48, false, bits_get(operand, 43, 0) << 12, false);
}

/* A page table may be taken out of the space in use, but what was in use before must not be. */
static void must_be_out_of_use(void)
{
    MUST(!order->ttbr_not_in_effect, "the TLB forgets an address space that may be in use");
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

const char *host_order_broken(void)
{
    if (order->entry_not_visible) {
        return "order: a thread runs before walks see its tables";
    }
    return order->tlbi_not_complete ? "order: a thread runs before the TLB has forgotten" : NULL;
}
