/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crashes while a client waits for its answer.  Its next life forgets the one
 * client, since it receives again; the other it first tells, by the reply object,
 * which still knows who waits.
 */
#include <microkit.h>

#include "waiting.h"

/* The slot of a protection domain's reply object (Microkit manual, "Internals"). */
enum { REPLY_OBJECT = 4 };

extern char _start[];

static microkit_channel waits; /* the client that crashed it; 0: nobody */

void init(void)
{
    if (waits == ANSWERED) {
        seL4_Send(REPLY_OBJECT, microkit_msginfo_new(FAILED, 0));
    }
    if (waits == 0) {
        microkit_mr_set(0, (seL4_Word)_start);
        (void)microkit_ppcall(PARENT, microkit_msginfo_new(0, 1));
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)msginfo;
    if (ch != LAST) {
        waits = ch;
        __builtin_trap();
    }
    return microkit_msginfo_new(SERVED, 0);
}
