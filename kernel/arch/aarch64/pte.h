/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A translation table entry, 4 KiB granule: bits of stage 1, of which both stages have
 * PTE_VALID, PTE_TABLE_OR_PAGE, PTE_INNER_SHAREABLE, PTE_ACCESSED and the address; and what
 * arch.h asks of one.
 *
 * Source: Arm ARM, "Translation table descriptor formats".
 */
#pragma once

#include "level.h"
#include "types.h"

#define PTE_VALID BIT(0)
#define PTE_TABLE_OR_PAGE BIT(1) /* clear at levels 1 and 2: a block */
#define PTE_TYPE_SHIFT 2         /* bits 4:2: index into MAIR_EL1 */
#define PTE_USER BIT(6)          /* AP[1]: EL0 may read */
#define PTE_READ_ONLY BIT(7)     /* AP[2] */
#define PTE_INNER_SHAREABLE (3ull << 8)
#define PTE_ACCESSED BIT(10)
#define PTE_NOT_GLOBAL BIT(11)
#define PTE_KERNEL_XN BIT(53) /* PXN */
#define PTE_USER_XN BIT(54)
#define PTE_ADDRESS_MASK 0x0000fffffffff000ull

typedef word_t pte_t;

enum pte_kind { PTE_INVALID, PTE_TABLE, PTE_PAGE };

static inline enum pte_kind arch_pte_kind(pte_t pte, unsigned level)
{
    if ((pte & PTE_VALID) == 0) {
        return PTE_INVALID;
    }
    return level < VSPACE_LAST_LEVEL && (pte & PTE_TABLE_OR_PAGE) != 0 ? PTE_TABLE : PTE_PAGE;
}

static inline paddr_t arch_pte_address(pte_t pte)
{
    return pte & PTE_ADDRESS_MASK;
}

static inline word_t pte_type(unsigned memory_type)
{
    return (word_t)memory_type << PTE_TYPE_SHIFT;
}

/* Of the next level. */
static inline word_t pte_table(paddr_t table)
{
    return table | PTE_VALID | PTE_TABLE_OR_PAGE;
}

/* A block at the architecture's levels 1 and 2, a page at level 3. */
static inline word_t pte_leaf(paddr_t address, unsigned level, word_t bits)
{
    return address | bits | PTE_VALID | PTE_ACCESSED | PTE_INNER_SHAREABLE |
           (level == 3 ? PTE_TABLE_OR_PAGE : 0);
}
