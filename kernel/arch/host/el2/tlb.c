/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TLB of a kernel at EL2: users' tables are those of stage 2, in VTTBR_EL2, and the tags are
 * VMIDs.  Each entry of this TLB has both stages in one, as a processor's may have: it is gone when
 * first stage 2 and then stage 1 have been forgotten.
 *
 * Source: Arm ARM (DDI 0487), as kernel/arch/aarch64/el2/mmu.c quotes it.
 */
#include "../order.h"

#include <string.h>

#include "space.h"
#include "vcpu.h"

static struct host_order *const order = &host_machine.order;

/* VMIDs are el2/mmu.c's own; so often given to nobody (asid 0 names nothing), none is anybody's,
   and the next one is the first. */
void host_level_reset(void)
{
    memset(&host_machine, 0, sizeof host_machine);
    for (unsigned round = 0; round < 2; round++) {
        do {
            mmu_switch_to_new_vmid(0, 0);
        } while (mmu_vmid_of[0] != VMIDS - 1);
    }
    mmu_vmid_of[0] = 0;
    memset(&host_machine, 0, sizeof host_machine);
}

word_t sysreg_get_vttbr_el2(void)
{
    return host_machine.root | host_machine.asid << VTTBR_VMID_SHIFT;
}

void sysreg_set_vttbr_el2(word_t value)
{
    MUST(!order->tlbi_not_complete, "another VMID before the TLB has forgotten");
    MUST(!order->stage_2_gone, "what has both stages in one entry is not forgotten");
    host_order_root(value & MASK(VTTBR_VMID_SHIFT), value >> VTTBR_VMID_SHIFT);
    MUST(!host_machine.vspace_present || host_machine.asid != 0, "VMID 0 is nobody's");
}

/* Stage 1 is walked again where it is not there.  Of native threads it is off; those in a guest's
   address space are none of the kernel's concern. */
void host_level_use(struct host_tlb_entry *entry)
{
    if (vcpu_active == NULL) {
        return;
    }
    MUST(entry->guest == 0 || entry->guest == vcpu_active->number,
         "a guest finds what another one's own tables said");
    entry->guest = vcpu_active->number;
}

/* Of the VMID in VTTBR_EL2, which must be that from which nothing is walked. */
static void must_be_of_the_vmid(void)
{
    MUST(!order->root_not_in_effect, "the TLB forgets another VMID's entries");
    MUST(!host_machine.vspace_present, "tables are walked under a VMID that is not theirs");
}

static bool is_of_the_vmid(const struct host_tlb_entry *entry)
{
    return entry->asid == host_machine.asid;
}

void tlbi_ipas2e1(word_t operand)
{
    vaddr_t page = operand << 12;

    must_be_of_the_vmid();
    for (unsigned i = 0; i < HOST_TLB_ENTRIES; i++) {
        struct host_tlb_entry *entry = &host_machine.tlb[i];
        if (is_of_the_vmid(entry) && entry->page >> entry->bits == page >> entry->bits) {
            entry->stage_2_gone = true;
        }
    }
    host_order_tlbi();
    order->stage_2_gone = true;
}

/* Stage 1: an entry of which stage 2 is still there is made anew of that.  Before a guest is
   entered its own tables are walked, and those of nobody else. */
void tlbi_vmalle1(void)
{
    MUST(!order->tlbi_not_complete, "stage 1 is forgotten before stage 2 is");
    MUST(!order->root_not_in_effect, "the TLB forgets another VMID's entries");
    for (unsigned i = 0; i < HOST_TLB_ENTRIES; i++) {
        struct host_tlb_entry *entry = &host_machine.tlb[i];
        if (is_of_the_vmid(entry)) {
            entry->valid = entry->valid && !entry->stage_2_gone;
            entry->guest = 0;
        }
    }
    host_order_tlbi();
    order->stage_2_gone = false;
}

void tlbi_vmalls12e1(void)
{
    must_be_of_the_vmid();
    for (unsigned i = 0; i < HOST_TLB_ENTRIES; i++) {
        struct host_tlb_entry *entry = &host_machine.tlb[i];
        entry->valid = entry->valid && !is_of_the_vmid(entry);
    }
    host_order_tlbi();
}

void tlbi_alle1(void)
{
    MUST(!order->root_not_in_effect, "the TLB forgets an address space that may be in use");
    for (unsigned i = 0; i < HOST_TLB_ENTRIES; i++) {
        host_machine.tlb[i].valid = false;
    }
    host_order_tlbi();
}
