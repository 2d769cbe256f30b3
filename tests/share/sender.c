/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sends to the endpoint of its faults and to the monitor's, in their slots of old, as often as its
 * budget allows.  To send where no capability is has no effect.
 */
#include "share.h"

enum { SLOT_FAULTS = 2, SLOT_MONITOR = 5 };

struct share_notes *notes;

void init(void)
{
}

void notified(microkit_channel ch)
{
    seL4_MessageInfo_t nothing = seL4_MessageInfo_new(0, 0, 0, 0);

    while (notes->attack == ch) {
        seL4_NBSend(SLOT_FAULTS, nothing);
        seL4_NBSend(SLOT_MONITOR, nothing);
        seL4_Send(SLOT_MONITOR, nothing); /* what libmicrokit does in each life of a passive PD */
        notes->tries[ch]++;
    }
}
