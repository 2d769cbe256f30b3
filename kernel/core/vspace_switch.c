/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The active address space; see vspace_switch.h.
 */
#include "vspace_switch.h"

cap_t vspace_active;

void vspace_deactivate(void)
{
    if (!cap_is_null(vspace_active)) {
        vspace_active = cap_null();
        arch_vspace_none();
    }
}

void vspace_forget(word_t asid)
{
    if (cap_asid(vspace_active) == asid) {
        vspace_deactivate();
    }
    arch_tlb_flush_asid(asid);
}

/* Without a look at each asid: all that the machine knows is few. */
void vspace_forget_pool(word_t base)
{
    if (cap_asid(vspace_active) >> ASID_ENTRY_BITS == base >> ASID_ENTRY_BITS) {
        vspace_deactivate();
    }
    arch_tlb_flush_all();
}
