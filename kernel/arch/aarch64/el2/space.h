/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The switch between users' address spaces: stage 2 of EL1&0.  Small, hot, and the host's too.
 *
 * The machine tags what it knows with VMIDs, of which there are few, users' address spaces with
 * asids, of which there are many more.  An asid is given a VMID when its space is switched to for
 * the first time; if none is left, another asid loses its own (mmu.c).  VMID 0 is nobody's: it goes
 * with a table that maps nothing.
 */
#pragma once

#include <instruction.h>
#include <vmids.h>

#define VTTBR_VMID_SHIFT 48 /* Arm ARM, VTTBR_EL2.VMID: 8 bits */

enum { SPACE_ASIDS = 1 << 16 };

/* Of each asid; 0: it has none, and the machine knows nothing of it.  Written by mmu.c alone. */
extern uint8_t mmu_vmid_of[SPACE_ASIDS];

/* The switch below for an `asid` that has no VMID: gives it one that it has not had so far.  The
   whole of it, not just the number: as the last call of who switches it costs the usual way no
   stack frame. */
void mmu_switch_to_new_vmid(paddr_t root, word_t asid);

/* No barrier: the return to user mode is one, and the kernel uses no user
   address. */
static inline void arch_vspace_switch(paddr_t root, word_t asid)
{
    word_t vmid = mmu_vmid_of[asid];

    if (UNLIKELY(vmid == 0)) {
        mmu_switch_to_new_vmid(root, asid);
    } else {
        sysreg_set_vttbr_el2(root | vmid << VTTBR_VMID_SHIFT);
    }
}
