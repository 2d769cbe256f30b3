/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: refills keep order, sum, within a period, enough to run on, in rings of any size, when
 *     a thread wakes; by induction over the loop, which goes round at most once for each refill
 * Bound: none for the ring: 2 to 65535 refills, any of them the head, any number in use
 * Assumes: the invariants before; no round robin; times are below 2^62, those in the middle end
 *     below 2^63; periods are below 2^55; the least budget is 20 ticks; no part of a sum is more
 *     than the budget, and sums do not depend on the order of their parts
 * Options: --unwind 5
 * Cases: places wakes_1 wakes_2 wakes_3 wakes_2_full wakes_3_full
 *     rounds_2 rounds_3 rounds_2_full rounds_3_full
 *     leaves_1 leaves_2 leaves_3 leaves_2_full leaves_3_full
 * Sources: ../check/check_threads
 * Mutants: ring_runs_over@places wake_up_leaves_ready_refills@rounds_2
 *     joined_amount_is_lost@rounds_2 only_one_joins@rounds_3
 */
#include "ring.h"

static void loop_begin(void);
static bool loop_goes_round(bool condition);
static void loop_end(void);

/* Each loop of refill.c is cut where its invariant is: see loop_begin(). */
#define while(condition)                                                               \
    for (loop_begin(); loop_goes_round(condition); loop_end())
#include "refill.c"
#undef while
#undef ring_index

/* ---- The loop ---- */

static bool from_loop;  /* the case begins at the loop, and not at the function's beginning */
static bool goes_round; /* it is a round, and not the loop's end */
static ticks_t woken_at;

static bool invariant(void)
{
    struct walk walk = {0};

    walk_along(&walk, true);
    return walk.holds && adds_up(true) && refill_head(sc)->time == woken_at &&
           refill_head(sc)->amount >= refill_min_budget;
}

/* Any state that fulfils the invariant begins here, or the case ends. */
static void loop_begin(void)
{
    if (from_loop) {
        any_ring();
        ASSUME(middle.end < BIT(63) && invariant() && adds_up(false));
    } else {
        PROVE(invariant(), "the loop begins with its invariant");
        case_ends();
    }
}

static bool loop_goes_round(bool condition)
{
    ASSUME(condition == goes_round);
    return goes_round;
}

static void loop_end(void)
{
    PROVE(sc->refill_count < count_was, "the loop goes round once for each refill at most");
    PROVE(invariant(), "each round keeps the invariant");
    case_ends();
}

/* ---- Cases ---- */

static void wake(unsigned with, bool is_full)
{
    size = with;
    full = is_full;
    woken_at = nondet_word();
    any_ring();
    ASSUME(refill_head(sc)->time < BIT(62) && woken_at < BIT(62));
    ASSUME(middle.end < BIT(63) && is_well_formed());
    refill_unblock(sc, woken_at);
    REACHED("a head that is not due");
    PROVE(is_well_formed(), "all invariants of refills hold after waking");
}

/* From the loop on. */
static void go_on(unsigned with, bool is_full, bool round)
{
    size = with;
    full = is_full;
    from_loop = true;
    goes_round = round;
    woken_at = nondet_word();
    ASSUME(woken_at < BIT(62));
    object.sc = (struct sched_context){.period = 1};
    refill_unblock(sc, woken_at);
    PROVE(is_well_formed(), "all invariants of refills hold after waking");
    case_ends();
}

CASE(wakes_1, wake, 1, false)
CASE(wakes_2, wake, 2, false)
CASE(wakes_3, wake, 3, false)
CASE(wakes_2_full, wake, 2, true)
CASE(wakes_3_full, wake, 3, true)
CASE(rounds_2, go_on, 2, false, true)
CASE(rounds_3, go_on, 3, false, true)
CASE(rounds_2_full, go_on, 2, true, true)
CASE(rounds_3_full, go_on, 3, true, true)
CASE(leaves_1, go_on, 1, false, false)
CASE(leaves_2, go_on, 2, false, false)
CASE(leaves_3, go_on, 3, false, false)
CASE(leaves_2_full, go_on, 2, true, false)
CASE(leaves_3_full, go_on, 3, true, false)

/* The kernel's own: a place in the ring for each, no two the same, and what is behind the second is
   what is behind the head, one further. */
void places(void)
{
    struct sched_context any = {.refill_max = (uint16_t)nondet_unsigned()};
    unsigned a = nondet_unsigned();
    unsigned b = nondet_unsigned();

    any.refill_head = (uint16_t)nondet_unsigned();
    ASSUME(any.refill_max >= 2 && any.refill_head < any.refill_max);
    ASSUME(a < b && b < any.refill_max);
    unsigned at = kernel_ring_index(&any, b);
    PROVE(at < any.refill_max && at != kernel_ring_index(&any, a), "each has its own place");
    PROVE(kernel_ring_index(&any, 0) == any.refill_head, "the head is where it is said to be");
    PROVE(kernel_ring_index(&any, any.refill_max) == any.refill_head, "after the last the first");
    any.refill_head = (uint16_t)kernel_ring_index(&any, 1);
    PROVE(kernel_ring_index(&any, b - 1) == at, "the second is a head, too");
    REACHED("any two places");
}
