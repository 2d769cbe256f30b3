/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages of 4 KiB through a shared ring: we fill all slots, the consumer, of a
 * lower priority, adds up every word, and each tells the other when it is done
 * with all of them.
 */
#include "console.h"
#include "runner.h"

enum { MESSAGES = ITERATIONS / RING_SLOTS * RING_SLOTS };

static seL4_Word messages; /* written so far, warm-up included */
static seL4_Word begin;

/* Volatile: this is memory that somebody else reads. */
static void fill(void)
{
    volatile seL4_Word *at = (volatile seL4_Word *)ring_vaddr;

    for (unsigned slot = 0; slot < RING_SLOTS; slot++) {
        bench_repetition();
        for (seL4_Word i = 0; i < RING_SLOT_WORDS; i++) {
            *at++ = ring_word(messages, i);
        }
        messages++;
    }
}

seL4_Bool ring_begin(const struct row *row)
{
    messages = 0;
    bench_results(results_vaddr)->wrong = 0;
    bench_results(results_vaddr)->turns = 0;
    fill();
    microkit_notify(row->channel);
    return seL4_False;
}

/* The ring is empty. */
seL4_Bool ring_go_on(const struct row *row)
{
    volatile struct bench_results *results = bench_results(results_vaddr);

    if (messages == RING_SLOTS) {
        begin = bench_begin();
    } else if (messages == RING_SLOTS + MESSAGES) {
        console_row(row->name, bench_end() - begin, MESSAGES,
                    results->wrong == 0 && results->turns == messages);
        return seL4_True;
    }
    fill();
    microkit_notify(row->channel);
    return seL4_False;
}
