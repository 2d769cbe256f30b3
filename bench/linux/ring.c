/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages of 4 KiB through a ring in shared memory, as bench/ring.c does it: we
 * fill all slots, the consumer, of a lower priority, adds up every word, and
 * each tells the other (futex) when it is done with all of them.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SLOTS = 16, SLOT_WORDS = 512 };
enum { MESSAGES = ITERATIONS / SLOTS * SLOTS };

struct ring {
    volatile uint64_t words[SLOTS * SLOT_WORDS];
    volatile uint32_t full; /* rounds that the producer has finished */
    volatile uint32_t empty; /* rounds that the consumer has finished */
    volatile unsigned wrong; /* messages whose sum was not what it must be */
};

/* Word `i` of message `n`, and the sum that a message's words have. */
static uint64_t ring_word(uint64_t n, uint64_t i)
{
    return n * 0x9e3779b97f4a7c15ull + i;
}

static uint64_t ring_sum(uint64_t n)
{
    return ring_word(n, 0) * SLOT_WORDS + SLOT_WORDS * (SLOT_WORDS - 1) / 2;
}

/* Says in `word` that a round is finished, or waits until one is. */
static void tell(volatile uint32_t *word, uint32_t round)
{
    *word = round;
    (void)syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void await(volatile uint32_t *word, uint32_t round)
{
    while (*word != round) {
        (void)syscall(SYS_futex, word, FUTEX_WAIT, round - 1, NULL, NULL, 0);
    }
}

static void fill(struct ring *ring, uint64_t message)
{
    volatile uint64_t *at = ring->words;

    for (unsigned slot = 0; slot < SLOTS; slot++) {
        bench_repetition();
        for (uint64_t i = 0; i < SLOT_WORDS; i++) {
            *at++ = ring_word(message, i);
        }
        message++;
    }
}

/* Written as in bench/ring_consumer.c, so that the loop has the same instructions. */
static uint64_t sum(const volatile uint64_t *words)
{
    uint64_t total = 0;

    for (unsigned i = 0; i < SLOT_WORDS; i++) {
        total += words[i];
    }
    return total;
}

static void check(struct ring *ring, uint64_t message)
{
    const volatile uint64_t *words = ring->words;

    for (unsigned slot = 0; slot < SLOTS; slot++) {
        ring->wrong += sum(words) != ring_sum(message++);
        words += SLOT_WORDS;
    }
}

/* The first round warms up. */
enum { ROUNDS = 1 + MESSAGES / SLOTS };

static bool consume(void *state)
{
    struct ring *ring = state;

    for (uint32_t round = 1; round <= ROUNDS; round++) {
        await(&ring->full, round);
        check(ring, (uint64_t)(round - 1) * SLOTS);
        tell(&ring->empty, round);
    }
    return ring->wrong == 0;
}

static uint64_t produce(struct ring *ring)
{
    uint64_t begin = 0;
    uint64_t end;

    for (uint32_t round = 1; round <= ROUNDS; round++) {
        fill(ring, (uint64_t)(round - 1) * SLOTS);
        tell(&ring->full, round);
        await(&ring->empty, round);
        if (round == 1) {
            bench_tell_begin();
            begin = guest_ticks();
        }
    }
    end = guest_ticks();
    bench_tell_end();
    return end - begin;
}

void bench_ring(void)
{
    struct ring *ring = bench_shared(sizeof(*ring));
    pid_t consumer;
    uint64_t ticks;

    bench_begin("linux_ring_4k_message");
    consumer = partner_start(PRIORITY_LOWER, consume, ring);
    ticks = produce(ring);
    partner_end(consumer);
    bench_print(ticks, MESSAGES);
    (void)munmap(ring, sizeof(*ring));
}
