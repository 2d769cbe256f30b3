/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A ring of refills of any size, of which a harness includes refill.c behind this.
 *
 * What a step can see of it: entries with names, and between the second and the tail some more in a
 * row, which no step touches; the checker proves that.  They begin and end at some time, and have a
 * sum.
 *
 *     HEAD  SECOND  middle...  TAIL  BEHIND
 *
 * A ring of one has only a head, which is its tail; of two, the second is the tail.  BEHIND is not
 * in use; in a full ring it is where the head is.
 */
#pragma once

#include "check_parts.h"
#include "prove.h"
#include "refill.h"

/* The ring is what is said here: seen_ring_index().  The kernel's own has another name, and is
   proved, too (refill_rings): the first word of the arguments tells which is meant. */
#define ring_index(first, second) RING_INDEX_##first, second)
#define RING_INDEX_const kernel_ring_index(const
#define RING_INDEX_sc seen_ring_index(sc

/* The kernel's has a `while` of its own, which is no loop that a harness cuts. */
#undef ASSERT
#define ASSERT(condition) ((condition) ? (void)0 : panic(__FILE__, __LINE__, #condition))

enum name { HEAD, SECOND, TAIL, BEHIND, NAMES };

static struct {
    struct sched_context sc;
    struct refill room[NAMES];
} object;

static struct sched_context *const sc = &object.sc;

static struct {
    unsigned count;
    ticks_t begin, end, sum;
} middle;

/* How many there were when the step began, 3 for three or more; and whether the ring was full. */
static unsigned size, count_was;
static bool full;

/* Periods, and so budgets and amounts, are below 2^period_bits. */
static unsigned period_bits = 55;

void *object_at(paddr_t address)
{
    (void)address;
    return &object.sc;
}

/* The name of the refill that was `position` behind the head when the step began. */
static unsigned name_of(unsigned position)
{
    if (position == count_was) {
        return full ? HEAD : BEHIND;
    }
    if (position == 0 || position == 1) {
        return position;
    }
    PROVE(position == count_was - 1, "no refill in the middle is touched");
    return TAIL;
}

/* The head is the first or, once it was taken away, the second. */
static unsigned seen_ring_index(const struct sched_context *of, unsigned offset)
{
    return name_of(of->refill_head + offset);
}

/* ---- The invariant ---- */

/* What a walk along the ring has seen; `left` is to be charged. */
struct walk {
    bool holds;
    bool in_reach; /* those that `left` uses up begin at `soon` at the latest, others at `late` */
    ticks_t left, soon, late;
    struct refills_seen seen;
    bool is_due;             /* up to here `left` uses up all */
    unsigned due;            /* how many, without the middle */
    ticks_t left_for_middle; /* of `left` */
};

/* The invariant is that of kernel/check; but the sum has another order: see adds_up(). */
static void walk_over(struct walk *walk, const struct refill *refill)
{
    const char *broken = check_refill(sc, refill, &walk->seen);

    walk->holds = walk->holds & (broken == NULL) & (refill->amount <= sc->budget);
    walk->is_due = walk->is_due & (refill->amount <= walk->left);
    walk->left -= refill->amount;
    walk->in_reach =
        walk->in_reach & (refill->time <= (walk->is_due ? walk->soon : walk->late));
    walk->due += walk->is_due;
}

static void walk_over_middle(struct walk *walk)
{
    walk->left_for_middle = walk->left;
    walk->holds = walk->holds & (middle.begin >= walk->seen.end) & (middle.end > middle.begin) &
                  (middle.sum > 0) & (middle.sum <= sc->budget);
    walk->is_due = walk->is_due & (middle.sum <= walk->left);
    walk->left -= middle.sum;
    walk->seen.end = middle.end;
}

/* All amounts are the budget: the checker is slow to see that the order of a sum is one or another.
   So it is that which a step keeps: those that it leaves alone come first, and then the last and
   the head.  Before a step, the first is `joins`: what the last gets, or what is behind it. */
static bool adds_up(bool joins)
{
    unsigned taken = sc->refill_head;
    bool grown = sc->refill_count + taken > count_was;
    ticks_t others = middle.sum;
    ticks_t last = grown ? sc->refill[full ? HEAD : BEHIND].amount : 0;
    ticks_t tail = size == 1 ? 0 : sc->refill[size == 2 ? SECOND : TAIL].amount;
    ticks_t head = taken == 0 ? sc->refill[HEAD].amount : 0;

    if (size > 2) {
        others += sc->refill[SECOND].amount;
    }
    if (grown || !joins) {
        return (others + tail) + (last + head) == sc->budget;
    }
    return others + (tail + head) == sc->budget;
}

/* From the head to the last.  `overlaps`: the head may reach into those behind it. */
static void walk_along(struct walk *walk, bool overlaps)
{
    unsigned taken = sc->refill_head; /* from the front: HEAD or SECOND is the first */
    unsigned length = sc->refill_count + taken;

    walk->in_reach = walk->is_due = true;
    walk->holds = (length == count_was) | (length == count_was + 1);
    walk->holds = walk->holds & (sc->budget <= sc->period) & (sc->budget >= refill_min_budget);
    walk_over(walk, refill_head(sc));
    if (overlaps) {
        walk->seen.end = 0;
    }
    if (taken == 0 && size > 1) {
        walk_over(walk, &sc->refill[SECOND]);
    }
    if (middle.count > 0) {
        walk_over_middle(walk);
    }
    if (size > 2) {
        walk_over(walk, &sc->refill[TAIL]);
    }
    if (length > count_was) {
        walk_over(walk, &sc->refill[full ? HEAD : BEHIND]);
    }
}

static bool is_well_formed(void)
{
    struct walk walk = {0};

    walk_along(&walk, false);
    return walk.holds && adds_up(true) && refill_head(sc)->amount >= refill_min_budget;
}

struct refill nondet_refill(void);

/* Any ring of that size; as it is before a step. */
static void any_ring(void)
{
    object.sc = (struct sched_context){.period = nondet_word(), .budget = nondet_word()};
    for (unsigned i = 0; i < NAMES; i++) {
        sc->refill[i] = nondet_refill();
    }
    count_was = size < 3 ? size : nondet_unsigned() & UINT16_MAX;
    sc->refill_count = (uint16_t)count_was;
    sc->refill_max = full ? sc->refill_count : nondet_unsigned() & UINT16_MAX;
    middle.count = size < 3 ? 0 : count_was - 3;
    middle.begin = nondet_word();
    middle.end = nondet_word();
    middle.sum = middle.count == 0 ? 0 : nondet_word();
    ASSUME(size < 3 || count_was >= 3);
    ASSUME(sc->refill_max >= 2 && (full || sc->refill_max > count_was));
    ASSUME(sc->period != 0 && sc->period < BIT(period_bits));
    refill_min_budget = 20;
}

/* ---- Cases ---- */

/* All that comes behind would begin with what has ended: a mark for each case. */
static void case_ends(void)
{
    REACHED("the end of the case");
    ASSUME(false);
}

/* A function of the harness: that step, with these arguments. */
#define CASE(name, step, ...)                                                          \
    void name(void)                                                                    \
    {                                                                                  \
        step(__VA_ARGS__);                                                             \
    }
