/* SPDX-License-Identifier: BSD-2-Clause */
/* Restarts the server where that has said, and leaves its memory as it is. */
#include <microkit.h>

static seL4_Word entry;

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    (void)msginfo;
    entry = microkit_mr_get(0);
    return microkit_msginfo_new(0, 0);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)msginfo;
    (void)reply_msginfo;
    microkit_pd_restart(child, entry);
    return seL4_False;
}
