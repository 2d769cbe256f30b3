/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor of the second guest, which yields without end, and counts, as
 * soon as the first one's monitor says so.  It never faults.
 */
#include "monitor.h"

seL4_Word code_vaddr; /* set by the tool */

void init(void)
{
    (void)guest_place(code_vaddr);
}

void notified(microkit_channel ch)
{
    (void)ch;
    (void)guest_begin(guest_yields_too);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)child;
    (void)msginfo;
    (void)reply;
    return seL4_False;
}
