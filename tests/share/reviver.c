/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts those that crash again, and again.  Its child's faults come to itself; the orphan's to the
 * monitor, and its TCB is in a slot that the description names.
 */
#include "share.h"

enum { CHILD = 0, ORPHAN_SLOT = 0 };

struct share_notes *notes;

void init(void)
{
}

static void revive_orphan(void)
{
    seL4_UserContext registers = {.pc = ENTRY};

    (void)seL4_TCB_WriteRegisters(microkit_cspace_root_slot_to_cptr(ORPHAN_SLOT), seL4_True, 0, 1,
                                  &registers);
}

void notified(microkit_channel ch)
{
    if (ch == ATTACK_CHILD) {
        microkit_pd_restart(CHILD, ENTRY);
        return;
    }
    while (notes->attack == ch) {
        revive_orphan();
        notes->tries[ch]++;
    }
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)msginfo;
    (void)reply;
    if (notes->attack == ATTACK_CHILD) {
        notes->tries[ATTACK_CHILD]++;
        microkit_pd_restart(child, ENTRY);
    }
    return seL4_False;
}
