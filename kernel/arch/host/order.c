/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine that takes the architecture at its word: what no barrier has made
 * visible is not visible, and who relies on it panics.
 *
 * Source: Arm ARM (DDI 0487), as mmu.c of kernel/arch/aarch64/el1 and el2 quotes it.
 */
#include "order.h"

#include "../aarch64/pte.h"
#include "space.h"

static struct host_order *const order = &host_machine.order;

void isb(void)
{
    order->root_not_in_effect = false;
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

void host_order_root(paddr_t root, word_t tag)
{
    host_machine.vspace_present = root != 0;
    host_machine.root = root;
    host_machine.asid = tag;
    host_machine.vspace_switches += host_machine.vspace_present;
    order->root_not_in_effect = true;
}

void host_order_tlbi(void)
{
    MUST(!order->entry_not_visible, "the TLB forgets an entry that walks still find");
    order->tlbi_not_complete = true;
}

const char *host_order_broken(void)
{
    if (order->entry_not_visible) {
        return "order: a thread runs before walks see its tables";
    }
    return order->tlbi_not_complete ? "order: a thread runs before the TLB has forgotten" : NULL;
}
