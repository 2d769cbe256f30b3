/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sprayer's parent: starts it again when it faulted, and when the witness
 * says so, since it may wait for ever.
 */
#include <microkit.h>

enum { SPRAYER = 1, ENTRY = 0x200000 };

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
    microkit_pd_restart(SPRAYER, ENTRY);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)msginfo;
    (void)reply_msginfo;
    microkit_pd_restart(child, ENTRY);
    return seL4_False;
}
