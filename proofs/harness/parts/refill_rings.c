/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: refills keep order, sum, within a period, enough to run on, in rings of any size, when
 *     a thread wakes; by induction over the loop, which goes round at most once for each refill
 * Bound: none for the ring: 2 to 65535 refills, any of them the head, any number in use
 * Assumes: the invariants before; no round robin; times are below 2^62, those in the middle end
 *     below 2^63; periods are below 2^55; the least budget is 20 ticks; no part of the sum is more
 *     than the budget
 * Options: --unwind 5
 * Mutants: ring_runs_over@places wake_up_leaves_ready_refills@wakes joined_amount_is_lost@wakes
 */
#include "prove.h"
#include "refill.h"

/* The ring is what the harness says: seen_ring_index().  The kernel's own has another name here,
   and is proved, too: the first word of the arguments tells which is meant. */
#define ring_index(first, second) RING_INDEX_##first, second)
#define RING_INDEX_const kernel_ring_index(const
#define RING_INDEX_sc seen_ring_index(sc
static unsigned seen_ring_index(const struct sched_context *sc, unsigned offset);

static void loop_begin(void);
static void loop_end(void);

/* Each loop of refill.c is cut where its invariant is: see loop_begin(). */
#undef ASSERT /* it has a `while` of its own, which is no loop */
#define ASSERT(condition) ((condition) ? (void)0 : panic(__FILE__, __LINE__, #condition))
#define while(condition)                                                               \
    for (loop_begin(); (condition); loop_end())
#include "refill.c"
#undef while
#undef ring_index

/*
 * What a step can see of a ring: entries with names, and between the second and the tail some more
 * in a row, which no step touches; the checker proves that.  They begin and end at some time, and
 * have a sum.
 *
 *     HEAD  SECOND  middle...  TAIL  BEHIND
 *
 * A ring of one has only a head, which is its tail; of two, the second is the tail.  BEHIND is not
 * in use; in a full ring it is where the head is.
 */
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

/* What a walk along the ring has seen. */
struct walk {
    bool holds;
    ticks_t end, sum;
};

/* Each begins where the one before has ended or later, within a period of the head. */
static void walk_over(struct walk *walk, struct refill refill)
{
    ticks_t head = sc->refill[sc->refill_head].time;
    bool in_time = refill.time >= walk->end && refill.time <= head + sc->period;

    walk->sum += refill.amount;
    walk->holds = walk->holds & in_time & (refill.amount > 0) & (refill.amount <= sc->budget) &
                  (walk->sum <= sc->budget);
    walk->end = refill.time + refill.amount;
}

static void walk_over_middle(struct walk *walk)
{
    walk->holds = walk->holds & (middle.begin >= walk->end) & (middle.end > middle.begin) &
                  (middle.sum > 0) & (middle.sum <= sc->budget);
    walk->sum += middle.sum;
    walk->end = middle.end;
}

/* From the head to the last.  `overlaps`: the head may reach into those behind it. */
static struct walk walk_along(bool overlaps)
{
    unsigned taken = sc->refill_head; /* from the front: HEAD or SECOND is the first */
    unsigned length = sc->refill_count + taken;
    struct walk walk = {.holds = length == count_was || length == count_was + 1};

    walk.holds = walk.holds && sc->budget <= sc->period && sc->budget >= refill_min_budget;
    walk_over(&walk, sc->refill[sc->refill_head]);
    if (overlaps) {
        walk.end = 0;
    }
    if (taken == 0 && size > 1) {
        walk_over(&walk, sc->refill[SECOND]);
    }
    if (middle.count > 0) {
        walk_over_middle(&walk);
    }
    if (size > 2) {
        walk_over(&walk, sc->refill[TAIL]);
    }
    if (length > count_was) {
        walk_over(&walk, sc->refill[full ? HEAD : BEHIND]);
    }
    walk.holds = walk.holds && walk.sum == sc->budget;
    return walk;
}

/* That of kernel/check. */
static bool is_well_formed(void)
{
    return walk_along(false).holds && refill_head(sc)->amount >= refill_min_budget;
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
    ASSUME(sc->period != 0 && sc->period < BIT(55));
    ASSUME(middle.end < BIT(63));
    refill_min_budget = 20;
}

/* ---- The loop ---- */

static bool from_loop; /* the case begins at the loop, and not at the function's beginning */
static unsigned count_before;
static ticks_t woken_at;

static bool invariant(void)
{
    return walk_along(true).holds && refill_head(sc)->time == woken_at &&
           refill_head(sc)->amount >= refill_min_budget;
}

/* Any state that fulfils the invariant begins here, or the case ends. */
static void loop_begin(void)
{
    if (from_loop) {
        any_ring();
        ASSUME(invariant());
        count_before = sc->refill_count;
    } else {
        REACHED("the loop");
        PROVE(invariant(), "the loop begins with its invariant");
        ASSUME(false);
    }
}

static void loop_end(void)
{
    REACHED("what is due has joined the next");
    PROVE(sc->refill_count < count_before, "the loop goes round once for each refill at most");
    PROVE(invariant(), "each round keeps the invariant");
    ASSUME(false);
}

/* ---- Cases ---- */

static void wake(void)
{
    any_ring();
    woken_at = nondet_word();
    ASSUME(refill_head(sc)->time < BIT(62) && woken_at < BIT(62) && is_well_formed());
    refill_unblock(sc, woken_at);
    REACHED("the end of a wake");
    PROVE(is_well_formed(), "all invariants of refills hold after waking");
}

/* With a case that ends at the loop, all behind it would end: so it is one or another. */
static void wakes_of(unsigned with, bool is_full, bool at_loop)
{
    if (nondet_bool()) {
        size = with;
        full = is_full;
        from_loop = at_loop;
        wake();
        ASSUME(false);
    }
}

static void wakes(void)
{
    for (unsigned i = 1; i <= 3; i++) {
        wakes_of(i, false, false);
        wakes_of(i, false, true);
    }
    for (unsigned i = 2; i <= 3; i++) {
        wakes_of(i, true, false);
        wakes_of(i, true, true);
    }
}

/* The kernel's own: a place in the ring for each, no two the same, and what is behind the second is
   what is behind the head, one further. */
static void places(void)
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
}

int main(void)
{
    places();
    wakes();
    REACHED("the end of all cases");
}
