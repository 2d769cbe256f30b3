/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: the kernel under hostile threads (tests/kernel/hostile/hostile.h).  The
 * input is a program of steps of HOSTILE_STEP_BYTES each, which decide what
 * one system call, exception or interrupt is; all invariants are checked after
 * each.  A broken one aborts, so that the fuzzer keeps the input.
 *
 * Inputs are changed by whole steps: inserted, removed, repeated, moved, made
 * anew; or a byte within one.  A step of random bytes is a call that mostly
 * makes sense, so new steps are as good as found ones.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "hostile.h"

enum { STEP = HOSTILE_STEP_BYTES, MOST_STEPS = 2000 };

/* ---- Trying ---- */

static unsigned long entries; /* into the kernel, all inputs together */

/* In the form of libFuzzer's statistics, for scripts/fuzz.sh. */
static void report(void)
{
    fprintf(stderr, "stat::kernel_entries: %lu\n", entries);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choices choices = {.bytes = data, .later = size};

    static bool first = true;

    if (first) {
        first = false;
        (void)atexit(report);
    }
    struct hostile_outcome outcome = hostile_run(choices, MOST_STEPS, 1, NULL);
    entries += outcome.step;
    if (outcome.broken != NULL) {
        fprintf(stderr, "step %u: %s\n", outcome.step, outcome.broken);
        abort();
    }
    return 0;
}

/* ---- Changing ---- */

/* A program that is being changed. */
struct program {
    uint8_t *bytes;
    size_t steps;
    size_t most;
    word_t state; /* of the random numbers: xorshift64, Marsaglia 2003 */
};

static word_t below(struct program *p, word_t n)
{
    p->state ^= p->state << 13;
    p->state ^= p->state >> 7;
    p->state ^= p->state << 17;
    return (p->state >> 11) % n;
}

/* Of the steps to change at once, mostly few. */
static size_t some(struct program *p, size_t most)
{
    size_t limit = min_word(most, BIT(below(p, 6)));

    return limit == 0 ? 0 : 1 + below(p, limit);
}

/* Room for `count` steps at step `at`. */
static void make_room(struct program *p, size_t at, size_t count)
{
    memmove(p->bytes + (at + count) * STEP, p->bytes + at * STEP, (p->steps - at) * STEP);
    p->steps += count;
}

static void fill(struct program *p, size_t at, size_t count)
{
    for (size_t i = at * STEP; i < (at + count) * STEP; i++) {
        p->bytes[i] = (uint8_t)below(p, 256);
    }
}

static void insert_new(struct program *p, size_t at)
{
    size_t count = some(p, p->most - p->steps);

    make_room(p, at, count);
    fill(p, at, count);
}

static void insert_copy(struct program *p, size_t at)
{
    size_t from = below(p, p->steps);
    size_t count = some(p, min_word(p->most - p->steps, p->steps - from));

    make_room(p, at, count);
    /* What was behind the gap has moved. */
    memmove(p->bytes + at * STEP, p->bytes + (from < at ? from : from + count) * STEP,
            min_word(count, from < at ? at - from : count) * STEP);
}

static void remove_steps(struct program *p, size_t at)
{
    size_t count = some(p, p->steps - at);

    memmove(p->bytes + at * STEP, p->bytes + (at + count) * STEP,
            (p->steps - at - count) * STEP);
    p->steps -= count;
}

static void exchange(struct program *p, size_t at)
{
    size_t other = below(p, p->steps);
    uint8_t spare[STEP];

    memcpy(spare, p->bytes + at * STEP, STEP);
    memmove(p->bytes + at * STEP, p->bytes + other * STEP, STEP);
    memcpy(p->bytes + other * STEP, spare, STEP);
}

static void change_bytes(struct program *p, size_t at)
{
    for (size_t left = some(p, 4); left > 0; left--) {
        p->bytes[at * STEP + below(p, STEP)] = (uint8_t)below(p, 256);
    }
}

/* The last step needs not be whole. */
static struct program program_of(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    struct program p = {
        .bytes = data, .steps = size / STEP, .most = max_size / STEP, .state = seed * 2ul + 1};

    for (unsigned i = 0; i < 4; i++) {
        (void)below(&p, 2); /* small seeds begin alike */
    }
    return p;
}

static void change(struct program *p)
{
    word_t kind = below(p, 16);
    size_t at = p->steps > 0 ? below(p, p->steps) : 0;

    if (p->steps == 0 || (kind < 3 && p->steps < p->most)) {
        insert_new(p, kind == 0 ? p->steps : at);
    } else if (kind < 5 && p->steps < p->most) {
        insert_copy(p, at);
    } else if (kind < 8 && p->steps > 1) {
        remove_steps(p, at);
    } else if (kind < 10) {
        fill(p, at, 1);
    } else if (kind < 11) {
        exchange(p, at);
    } else {
        change_bytes(p, at);
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    struct program p = program_of(data, size, max_size, seed);

    if (p.most == 0) {
        return size;
    }
    for (word_t left = 1 + below(&p, 4); left > 0; left--) {
        change(&p);
    }
    return p.steps * STEP;
}

/* The beginning of one, and the end of another. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t max_size, unsigned seed)
{
    struct program p = program_of(out, 0, max_size, seed);
    size_t first = min_word(below(&p, one_size / STEP + 1), p.most);
    size_t skip = below(&p, other_size / STEP + 1);
    size_t second = min_word(other_size / STEP - skip, p.most - first);

    memcpy(out, one, first * STEP);
    memcpy(out + first * STEP, other + skip * STEP, second * STEP);
    return (first + second) * STEP;
}
