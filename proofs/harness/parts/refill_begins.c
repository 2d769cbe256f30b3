/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: a context that gets a budget, or another one while it runs, has refills as kernel/check
 *     wants them, whatever its ring was; it keeps what it has used and gets no time sooner; a round
 *     robin keeps them, too, when it is charged and when its slice begins, and waking it changes
 *     nothing
 * Bound: rings that were of any size, with the head in one of three places; any number of refills
 *     that is asked for
 * Assumes: what is configured is what `plan_configure` lets through: two refills or more, a budget
 *     of 20 ticks or more, a period of that or more, or none; times are below 2^63, periods and
 *     budgets below 2^55; in a round robin no amount is more than the budget
 * Options: --unwind 5
 * Cases: begins begins_round_robin changes changes_to_round_robin slices restarts wakes
 * Sources: ../check/check_threads
 * Mutants: update_forgets_use@changes update_rest_is_ready@changes round_robin_overdrawn@slices
 *     as_many_refills_as_asked@begins round_robin_begins_with_one@begins_round_robin
 */
#include "check_parts.h"
#include "prove.h"

#include "refill.c"

/* Nothing that is called here goes beyond the second place but for where the head was, which is the
   first, the second, or another: here the third. */
enum { PLACES = 3 };

static struct {
    struct sched_context sc;
    struct refill room[PLACES];
} object;

static struct sched_context *const sc = &object.sc;

void *object_at(paddr_t address)
{
    (void)address;
    return &object.sc;
}

struct refill nondet_refill(void);

static bool is_well_formed(void)
{
    cap_t cap = cap_set_size_bits(cap_make(CAP_SCHED_CONTEXT, 0), seL4_MinSchedContextBits + 4);

    return check_object(cap) == NULL;
}

static void any_ring(void)
{
    object.sc = (struct sched_context){.period = nondet_word(), .budget = nondet_word()};
    for (unsigned i = 0; i < PLACES; i++) {
        sc->refill[i] = nondet_refill();
        ASSUME(sc->refill[i].time < BIT(63) && sc->refill[i].amount < BIT(55));
    }
    sc->refill_max = (uint16_t)nondet_unsigned();
    sc->refill_count = (uint16_t)nondet_unsigned();
    sc->refill_head = (uint16_t)(nondet_unsigned() % PLACES);
    refill_min_budget = 20;
}

/* ---- A budget begins, or changes ---- */

static struct {
    unsigned max;
    ticks_t budget, period, now;
} plan;

static void any_plan(bool round_robin)
{
    plan.max = nondet_unsigned();
    plan.budget = nondet_word();
    plan.period = round_robin ? 0 : nondet_word();
    plan.now = nondet_word();
    ASSUME(plan.max >= MIN_REFILLS && plan.budget >= refill_min_budget);
    ASSUME(plan.budget < BIT(55) && plan.now < BIT(63));
    ASSUME(round_robin || (plan.period >= plan.budget && plan.period < BIT(55)));
}

static void is_as_planned(void)
{
    PROVE(is_well_formed(), "all invariants of refills hold");
    PROVE(sc->budget == plan.budget && sc->period == plan.period &&
              sc->refill_max <= MOST_REFILLS && sc->refill_max <= plan.max,
          "the budget is what was asked for, with no more refills");
    REACHED("a context with another budget");
}

static void begin(bool round_robin)
{
    any_ring();
    any_plan(round_robin);
    refill_new(sc, plan.max, plan.budget, plan.period, plan.now);
    is_as_planned();
    PROVE(refill_head(sc)->time == plan.now && refill_head(sc)->amount == plan.budget,
          "all of it may be used at once");
}

static void change(bool round_robin)
{
    any_ring();
    any_plan(round_robin);
    struct refill head = *refill_head(sc);
    ASSUME(head.amount >= refill_min_budget);
    refill_update(sc, plan.max, plan.budget, plan.period, plan.now);
    is_as_planned();
    PROVE(refill_head(sc)->amount == min_word(head.amount, plan.budget),
          "what was used is not there again");
    PROVE(refill_head(sc)->time == (head.time <= plan.now ? plan.now : head.time),
          "nothing is there sooner");
}

void begins(void)
{
    begin(false);
}

void begins_round_robin(void)
{
    begin(true);
}

void changes(void)
{
    change(false);
}

void changes_to_round_robin(void)
{
    change(true);
}

/* ---- Round robins ---- */

static void any_round_robin(void)
{
    any_ring();
    sc->period = 0;
    sc->refill_head = 0;
    sc->refill_count = MIN_REFILLS;
    ASSUME(sc->budget < BIT(55) && is_well_formed());
}

void slices(void)
{
    any_round_robin();
    ticks_t left = sc->refill[0].amount;
    ticks_t used = nondet_word();
    refill_charge(sc, used, nondet_word());
    PROVE(is_well_formed(), "all invariants of refills hold after a charge");
    PROVE(sc->refill[0].amount ==
              (used + refill_min_budget <= left && used <= left ? left - used : sc->budget),
          "a slice that is too short to run on ends, and the next is whole");
    REACHED("the end of a charge");
}

void restarts(void)
{
    any_round_robin();
    refill_restart(sc, nondet_word());
    PROVE(is_well_formed(), "all invariants of refills hold in a new slice");
    REACHED("a new slice");
}

void wakes(void)
{
    any_round_robin();
    struct refill first = sc->refill[0];
    struct refill second = sc->refill[1];
    refill_unblock(sc, nondet_word());
    PROVE(sc->refill[0].time == first.time && sc->refill[0].amount == first.amount &&
              sc->refill[1].time == second.time && sc->refill[1].amount == second.amount,
          "a round robin that wakes has what it had");
    PROVE(is_well_formed(), "all invariants of refills hold after waking");
    REACHED("the end of a wake");
}
