/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Puts messages into the ring until all are sent; when it is full, sleeps until there is room.
 */
#include "work.h"

/* Addresses, set by the tool (setvar_vaddr in shared_ring.system). */
seL4_Word produced;
seL4_Word consumed;

static seL4_Word sent;
static seL4_Uint32 signals;
static seL4_Uint32 times_full;

static void print_count(seL4_Uint32 count, const char *text)
{
    microkit_dbg_put32(count);
    microkit_dbg_puts(text);
}

static void finish(void)
{
    microkit_dbg_puts("producer: sent all; ");
    print_count(times_full, " times full, ");
    print_count(signals, " signals\n");
}

static void produce(void)
{
    while (sent < MESSAGES) {
        struct message message = {.number = sent, .value = work_value(sent)};
        enum ring_result result = ring_put((struct produced *)produced,
                                           (const struct consumed *)consumed, message);

        if (result == RING_REFUSED) {
            times_full++;
            return; /* and wait: whoever makes room signals */
        }
        sent++;
        if (result == RING_DONE_WAKE) {
            signals++;
            microkit_notify(RING_CHANNEL);
        }
    }
    finish();
}

void init(void)
{
    produce();
}

/* A signal may be old news, if there was room again before we slept. */
void notified(microkit_channel ch)
{
    (void)ch;
    if (sent < MESSAGES) {
        produce();
    }
}
