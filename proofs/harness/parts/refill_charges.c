/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: refills keep order, sum, within a period, enough to run on, in rings of any size, when
 *     they are charged; what was used ends a period later than it would have, or later still, and
 *     the rest of a refill begins when that ends; by induction over both loops, each of which goes
 *     round at most once for each refill
 * Bound: 2 to 65535 refills, any of them the head, any number in use; any head's time and any
 *     amount is charged; periods are below 2^55, but below 2^20 for what the first loop does in
 *     rings of three or more, and for its end in a full ring of two
 * Assumes: the invariants before; no round robin; the least budget is 20 ticks; more than a budget
 *     is charged up to here: what charge_rounds() leaves is no part of it; no part of a sum is
 *     more than the budget, and sums do not depend on the order of their parts
 * Options: --unwind 5
 * Cases: begins_1 begins_2 begins_3 more_1 more_2 more_3 far_1 far_2 far_3
 *     rounds_1 rounds_2 rounds_3 rounds_2_full rounds_3_full
 *     ends_1 ends_2 ends_3 ends_2_full ends_3_full
 *     merges_2 merges_3 merges_2_full merges_3_full
 *     leaves_1 leaves_2 leaves_3 leaves_2_full leaves_3_full
 * Sources: ../check/check_threads
 * Mutants: refill_keeps_its_time@rounds_1 full_ring_gives_time_early@ends_2_full
 *     used_part_returns_early@ends_1 charge_at_equality@ends_2 small_rest_is_kept@leaves_2
 *     joined_amount_is_lost@merges_2 time_wraps@far_1
 */
#include "ring.h"

/* More than a budget is charged by charge_rounds(), whose divisions are no part of this: here the
   case ends.  It is to leave what a charge of less than a budget begins with. */
#define charge_rounds(first, second) CHARGE_ROUNDS_##first, second)
#define CHARGE_ROUNDS_struct kernel_charge_rounds(struct
#define CHARGE_ROUNDS_sc rounds_begin(sc
static ticks_t rounds_begin(struct sched_context *of, ticks_t used);

static void loop_begin(ticks_t *left);
static bool loop_goes_round(bool condition);
static void loop_end(ticks_t left);

/* Each loop of refill.c is cut where its invariant is: see loop_begin(). */
static ticks_t used; /* where a loop has none */
#define while(condition)                                                               \
    for (loop_begin(&used); loop_goes_round(condition); loop_end(used))
#include "refill.c"
#undef while
#undef ring_index

enum loop { NONE, CHARGES, MERGES };

static enum loop from;    /* the case begins at this loop; NONE: at the function's beginning */
static enum loop loop;    /* where it is */
static bool goes_round;   /* the case is a round of the loop, and not its end */
static struct walk begun; /* what it began with */
static struct refill first;

/* The loop's own invariant beside that of all rings. */
static bool invariant(ticks_t left, struct walk *walk)
{
    *walk = (struct walk){.left = left};
    walk->soon = MAX_RELEASE_TIME + (loop == CHARGES ? 1 : 3) * BIT(55);
    walk->late = MAX_RELEASE_TIME + (loop == CHARGES ? 2 : 3) * BIT(55);
    walk_along(walk, false);
    return walk->holds & walk->in_reach & adds_up(true) & (loop == MERGES || left <= sc->budget);
}

/* `amount` of the first is used: it comes back. */
static void comes_back(const struct walk *walk, ticks_t amount)
{
    PROVE(amount == 0 || walk->seen.end >= first.time + sc->period + amount,
          "what was used ends a period later, or later still");
}

/* Loops before that with which the case begins are passed over; with it any state begins that
   fulfils its invariant; at those behind it the case ends. */
static void loop_begin(ticks_t *left)
{
    loop++;
    if (loop == from) {
        any_ring();
        *left = loop == CHARGES ? nondet_word() : 0;
        ASSUME(invariant(*left, &begun) && adds_up(false));
        first = *refill_head(sc);
    } else if (loop > from) {
        struct walk walk;
        PROVE(invariant(*left, &walk), "a loop begins with its invariant");
        if (from == CHARGES) {
            comes_back(&walk, *left);
            PROVE(refill_head(sc)->time == first.time + *left, "the rest begins later");
        }
        case_ends();
    }
}

static bool loop_goes_round(bool condition)
{
    if (loop == from) {
        ASSUME(condition == goes_round);
        return goes_round;
    }
    return false;
}

static void loop_end(ticks_t left)
{
    struct walk walk;

    PROVE(invariant(left, &walk), "each round keeps the invariant");
    if (loop == CHARGES) {
        comes_back(&walk, first.amount);
        PROVE(walk.due < begun.due && (middle.count == 0 ||
                                       walk.left_for_middle == begun.left_for_middle),
              "each round uses up one of those that were there");
    } else {
        PROVE(sc->refill_count < count_was, "each round takes away one");
    }
    case_ends();
}

static ticks_t rounds_begin(struct sched_context *of, ticks_t left)
{
    PROVE(of == sc && left > of->budget && refill_head(of)->time <= MAX_RELEASE_TIME &&
              is_well_formed(),
          "rounds are charged to a ring that is well formed");
    case_ends();
    return 0;
}

/* ---- Cases ---- */

/* From one of the loops on: a round of it, or what comes when it ends. */
static void charge(enum loop at, unsigned with, bool is_full, bool round)
{
    from = at;
    size = with;
    full = is_full;
    goes_round = round;
    if (at == CHARGES && (with == 3 || (is_full && !round))) {
        period_bits = 20;
    }
    object.sc = (struct sched_context){.period = 1};
    refill_charge(sc, 0, 0);
    PROVE(is_well_formed(), "all invariants of refills hold after a charge");
    case_ends();
}

/* What a charge begins with. */
enum what { USUAL, MORE, FAR };

static void begin(enum what what, unsigned with)
{
    size = with;
    full = with > 1 && nondet_bool();
    any_ring();
    ASSUME(is_well_formed() && adds_up(false));
    ticks_t amount = nondet_word();
    bool far = refill_head(sc)->time > MAX_RELEASE_TIME;
    ASSUME(what == FAR ? far : !far && (amount > sc->budget) == (what == MORE));
    refill_charge(sc, amount, nondet_word());
    PROVE(what == FAR && is_well_formed(), "what is far in the future is not charged");
    case_ends();
}

CASE(begins_1, begin, USUAL, 1)
CASE(begins_2, begin, USUAL, 2)
CASE(begins_3, begin, USUAL, 3)
CASE(more_1, begin, MORE, 1)
CASE(more_2, begin, MORE, 2)
CASE(more_3, begin, MORE, 3)
CASE(far_1, begin, FAR, 1)
CASE(far_2, begin, FAR, 2)
CASE(far_3, begin, FAR, 3)
CASE(rounds_1, charge, CHARGES, 1, false, true)
CASE(rounds_2, charge, CHARGES, 2, false, true)
CASE(rounds_3, charge, CHARGES, 3, false, true)
CASE(rounds_2_full, charge, CHARGES, 2, true, true)
CASE(rounds_3_full, charge, CHARGES, 3, true, true)
CASE(ends_1, charge, CHARGES, 1, false, false)
CASE(ends_2, charge, CHARGES, 2, false, false)
CASE(ends_3, charge, CHARGES, 3, false, false)
CASE(ends_2_full, charge, CHARGES, 2, true, false)
CASE(ends_3_full, charge, CHARGES, 3, true, false)
CASE(merges_2, charge, MERGES, 2, false, true)
CASE(merges_3, charge, MERGES, 3, false, true)
CASE(merges_2_full, charge, MERGES, 2, true, true)
CASE(merges_3_full, charge, MERGES, 3, true, true)
CASE(leaves_1, charge, MERGES, 1, false, false)
CASE(leaves_2, charge, MERGES, 2, false, false)
CASE(leaves_3, charge, MERGES, 3, false, false)
CASE(leaves_2_full, charge, MERGES, 2, true, false)
CASE(leaves_3_full, charge, MERGES, 3, true, false)
