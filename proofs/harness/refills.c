/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: refills keep the invariants of kernel/check (sum, order, within a period, enough to run
 *     on) when a thread wakes
 * Bound: rings of 3; each head and count; all times and amounts
 * Assumes: the invariants before; no round robin; times are below 2^62, amounts and periods below
 *     2^55; the least budget is 20 ticks
 * Options: --unwind 4
 * Cases: first_is_head second_is_head third_is_head
 * Sources: refill ../check/check_threads
 * Mutants: joined_amount_is_lost@first_is_head only_one_joins@first_is_head
 *     assertion_is_too_strict@first_is_head
 */
#include "check_parts.h"
#include "prove.h"
#include "refill.h"

enum { RING = 3 };

static struct {
    struct sched_context sc;
    struct refill room[RING];
} object;

void *object_at(paddr_t address)
{
    (void)address;
    return &object.sc;
}

/* Any scheduling context that is well formed, with `count` refills from `head` on. */
static struct sched_context *any(unsigned head, unsigned count)
{
    struct sched_context *sc = &object.sc;

    object.sc = (struct sched_context){.period = nondet_word(), .budget = nondet_word(),
                                       .refill_max = RING, .refill_head = (uint16_t)head,
                                       .refill_count = (uint16_t)count};
    for (unsigned i = 0; i < RING; i++) {
        sc->refill[i] = (struct refill){nondet_word(), nondet_word()};
        ASSUME(sc->refill[i].time < BIT(62) && sc->refill[i].amount < BIT(55));
    }
    ASSUME(sc->period != 0 && sc->period < BIT(55));
    refill_min_budget = 20;
    return sc;
}

static bool is_well_formed(void)
{
    cap_t cap = cap_set_size_bits(cap_make(CAP_SCHED_CONTEXT, 0), seL4_MinSchedContextBits + 1);

    return check_object(cap) == NULL;
}

static void wake(unsigned head, unsigned count)
{
    struct sched_context *sc = any(head, count);
    word_t now = nondet_word();

    ASSUME(is_well_formed() && now < BIT(62));
    refill_unblock(sc, now);
    PROVE(is_well_formed(), "all invariants of refills hold after waking");
}

static void wake_from(unsigned head)
{
    for (unsigned count = 1; count <= RING; count++) {
        wake(head, count);
    }
    REACHED("the end");
}

void first_is_head(void)
{
    wake_from(0);
}

void second_is_head(void)
{
    wake_from(1);
}

void third_is_head(void)
{
    wake_from(2);
}
