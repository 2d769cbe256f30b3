/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: a charge of more than the budget moves all refills by the same whole periods, one for
 *     each time that the budget goes into the charge, or as many as there is time for; what is left
 *     is less than a budget; amounts stay, and no time overflows
 * Bound: a ring of 4 that is full, and one with two refills; a budget of 20 ticks with a period of
 *     20, and 2^14 with 2^54; all charges; what is left: of charges below 2^16
 * Assumes: the head begins in time, as refill_charge() sees to, the others within a period of it
 * Options: --unwind 6
 * Cases: small large
 * Mutants: overdrawn_rounds_lost@small rounds_wrap@large rounds_leave_a_budget@small
 */
#include "prove.h"
#include "refill.h"

static word_t least(word_t a, word_t b);

/* What charge_rounds() compares: how often the budget goes into the charge, and the periods that
   there is time for. */
#define min_word(a, b) least(a, b)
#include "refill.c"
#undef min_word

enum { RING = 4 };

static struct {
    struct sched_context sc;
    struct refill room[RING];
} object;

static struct refill was[RING];
static word_t rounds, most, moved_by;

void *object_at(paddr_t address)
{
    (void)address;
    return &object.sc;
}

static word_t least(word_t a, word_t b)
{
    rounds = a;
    most = b;
    moved_by = a < b ? a : b;
    return moved_by;
}

static void check_times(const struct sched_context *sc, unsigned head, unsigned count)
{
    ticks_t later = moved_by * sc->period;

    for (unsigned i = 0; i < RING; i++) {
        bool is_in = (i + RING - head) % RING < count;
        PROVE(sc->refill[i].amount == was[i].amount, "amounts stay");
        PROVE(sc->refill[i].time == was[i].time + (is_in ? later : 0), "all times move alike");
        PROVE(!is_in || sc->refill[i].time >= was[i].time, "no time overflows");
    }
    PROVE(sc->refill_head == head && sc->refill_count == count, "the ring stays");
}

static void charges(ticks_t budget, ticks_t period, unsigned head, unsigned count)
{
    struct sched_context *sc = &object.sc;
    ticks_t used = nondet_word();

    object.sc = (struct sched_context){.period = period, .budget = budget, .refill_max = RING,
                                       .refill_head = (uint16_t)head,
                                       .refill_count = (uint16_t)count};
    for (unsigned i = 0; i < RING; i++) {
        sc->refill[i] = was[i] = (struct refill){nondet_word(), nondet_word()};
    }
    ticks_t first = was[head].time;
    ASSUME(used >= budget && first <= MAX_RELEASE_TIME);
    for (unsigned i = 0; i < RING; i++) {
        ASSUME(was[i].time >= first && was[i].time - first <= period);
    }
    ticks_t left = charge_rounds(sc, used);

    /* Division, by its definition: nothing of this overflows. */
    PROVE(rounds * budget <= used && used - rounds * budget < budget, "so many budgets were used");
    PROVE(most * period <= MAX_RELEASE_TIME - first &&
              MAX_RELEASE_TIME - first - most * period < period,
          "there is time for so many periods");
    check_times(sc, head, count);
    PROVE(left < budget, "less than a budget is left");
    PROVE(used >= BIT(16) || left == used - rounds * budget, "what makes no whole one");
}

void small(void)
{
    charges(20, 20, 1, 4);
    REACHED("the end");
}

void large(void)
{
    charges(BIT(14), BIT(54), 3, 2);
    REACHED("the end");
}
