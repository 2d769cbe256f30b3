/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the medic: gets the server's timeout faults.  Such a fault comes as a
 * call on the guardian's channel, for it is the guardian's right to call that
 * was made the server's timeout handler.  It has time of its own: a timeout lends
 * its handler none, having none.
 */
#include "server.h"

/* Answers to a timeout: 0 lets the thread go on when it has time again, all else does not. */
enum { LEAVE_IT_STOPPED = 1 };

static void note(seL4_Word used)
{
    volatile struct care *c = care();

    c->timeouts++;
    if (c->timeouts == 1) {
        return; /* it counts from the beginning of the system */
    }
    c->least_used = c->timeouts == 2 || used < c->least_used ? used : c->least_used;
    c->most_used = used > c->most_used ? used : c->most_used;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    if (microkit_msginfo_get_label(msginfo) == seL4_Fault_Timeout) {
        note(microkit_mr_get(seL4_Timeout_Consumed));
        microkit_notify(MEDIC_CHANNEL_GUARDIAN);
    }
    return microkit_msginfo_new(LEAVE_IT_STOPPED, 0);
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}
