/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of the ring that reads: adds up the words of each message and compares. */
#include "bench.h"

/* Set by the tool. */
seL4_Word results_vaddr;
seL4_Word ring_vaddr;

void init(void)
{
}

static seL4_Word sum(const volatile seL4_Word *words)
{
    seL4_Word total = 0;

    for (unsigned i = 0; i < RING_SLOT_WORDS; i++) {
        total += words[i];
    }
    return total;
}

void notified(microkit_channel ch)
{
    volatile struct bench_results *results = bench_results(results_vaddr);
    const volatile seL4_Word *words = (const volatile seL4_Word *)ring_vaddr;

    for (unsigned slot = 0; slot < RING_SLOTS; slot++) {
        if (sum(words) != ring_sum(results->turns)) {
            results->wrong++;
        }
        results->turns++;
        words += RING_SLOT_WORDS;
    }
    microkit_notify(ch);
}
