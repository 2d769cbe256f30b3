/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes messages out of the ring and checks each; when it is empty, sleeps until there is one.
 *
 * The producer can write anything into its page, at any time.  So a message is copied first, by
 * ring_take(), and the copy is what is checked: it cannot change between check and use.
 */
#include "work.h"

/* Addresses, set by the tool. */
seL4_Word produced;
seL4_Word consumed;

static seL4_Word taken;
static seL4_Word checksum;
static seL4_Uint32 wrong;
static seL4_Uint32 times_empty; /* found so, and slept */
static seL4_Uint32 times_full;  /* before a message was taken, and signalled */

static void check(struct message message)
{
    if (message.number != taken || message.value != work_value(taken)) {
        wrong++;
    }
    checksum = work_checksum(checksum, message.value);
    taken++;
}

static seL4_Word expected_checksum(void)
{
    seL4_Word sum = 0;

    for (seL4_Word number = 0; number < MESSAGES; number++) {
        sum = work_checksum(sum, work_value(number));
    }
    return sum;
}

static void print_count(const char *text, seL4_Uint32 count)
{
    microkit_dbg_puts(text);
    microkit_dbg_put32(count);
}

static void finish(void)
{
    seL4_Bool right = wrong == 0 && checksum == expected_checksum();

    print_count("consumer: took all; the ring was empty ", times_empty);
    print_count(" times, full ", times_full);
    print_count(" times; messages wrong: ", wrong);
    print_count(right ? "\nSHARED_RING PASS " : "\nSHARED_RING FAIL ", (seL4_Uint32)taken);
    print_count(" messages, checksum ", (seL4_Uint32)checksum);
    microkit_dbg_puts("\n");
}

static void consume(void)
{
    while (taken < MESSAGES) {
        struct message message;
        enum ring_result result = ring_take((const struct produced *)produced,
                                            (struct consumed *)consumed, &message);

        if (result == RING_REFUSED) {
            times_empty++;
            return; /* and wait: whoever puts one in signals */
        }
        check(message);
        if (result == RING_DONE_WAKE) {
            times_full++;
            microkit_notify(RING_CHANNEL);
        }
    }
    finish();
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
    if (taken < MESSAGES) {
        consume();
    }
}
