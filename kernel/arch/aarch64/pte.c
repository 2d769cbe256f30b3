/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entries of users' translation tables, as they are stored; what is in one is the
 * exception level's (mmu.c).
 *
 * Source: Arm ARM (DDI 0487), "Ordering and completion of TLB maintenance
 * instructions".
 */
#include "arch.h"

/* A walk is an observer of its own: it is sure to see a store once a DSB has
   completed. */
void arch_pte_write(pte_t *entry, pte_t value)
{
    pte_store(entry, value);
    dsb_nsh();
}

/* A walker that sees the new entry reads the table: what it holds, zeros as a rule,
   must be in memory before the entry is. */
void arch_pte_write_table(pte_t *entry, paddr_t table)
{
    dsb_ishst();
    arch_pte_write(entry, pte_table(table));
}
