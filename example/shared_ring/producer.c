/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Puts messages into the ring until all are sent; when it is full, sleeps until there is room.  The
 * consumer does the talking: of two components of one priority, both would print at once.
 */
#include "work.h"

/* Addresses, set by the tool (setvar_vaddr in shared_ring.system). */
seL4_Word produced;
seL4_Word consumed;

static seL4_Word sent;

static void produce(void)
{
    while (sent < MESSAGES) {
        struct message message = {.number = sent, .value = work_value(sent)};
        enum ring_result result = ring_put((struct produced *)produced,
                                           (const struct consumed *)consumed, message);

        if (result == RING_REFUSED) {
            return; /* and wait: whoever makes room signals */
        }
        sent++;
        if (result == RING_DONE_WAKE) {
            microkit_notify(RING_CHANNEL);
        }
    }
}

void init(void)
{
    produce();
}

/* A signal may be old news, if there was room again before we slept. */
void notified(microkit_channel ch)
{
    (void)ch;
    produce();
}
