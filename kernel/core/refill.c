/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Refill arithmetic.  The sum of all amounts is the budget at all times, each
 * refill ends before the next begins, all begin within a period, and the head
 * holds at least the minimum budget: what is too small to run on is merged into
 * its successor.  Loops go once through the ring at most, a step a function.
 *
 *   refill[0 .. refill_max)        head            tail
 *        ┌───────┬───────┬───────┬──▼────┬───────┬──▼────┬───────┐
 *        │       │       │       │ t0 a0 │ t1 a1 │ t2 a2 │       │    refill_count = 3
 *        └───────┴───────┴───────┴───────┴───────┴───────┴───────┘
 *          t0 <= t1 <= t2        a0 + a1 + a2 = budget
 *
 *   charge 3 of a0 = 10:    (t0+3, 7)  (t1, a1)  (t2, a2)  (t0+period, 3)
 */
#include "refill.h"

#include "board.h"

enum { THOUSAND = 1000 };

/* By way of the frequency in kHz, as ABI.md 10.3 rounds. */
ticks_t us_to_ticks(word_t us)
{
    return us * (board.timer_hz / THOUSAND) / THOUSAND;
}

word_t ticks_to_us(ticks_t ticks)
{
    word_t khz = board.timer_hz / THOUSAND;
    return ticks / khz * THOUSAND + ticks % khz * THOUSAND / khz; /* never overflows */
}

ticks_t refill_min_budget;

void refill_boot(void)
{
    refill_min_budget = us_to_ticks(MIN_BUDGET_US);
}

unsigned refill_capacity(unsigned size_bits)
{
    word_t room = BIT(size_bits) - seL4_CoreSchedContextBytes;
    return (unsigned)min_word(room / sizeof(struct refill), UINT16_MAX);
}

static unsigned ring_index(const struct sched_context *sc, unsigned offset)
{
    unsigned index = sc->refill_head + offset;
    return index >= sc->refill_max ? index - sc->refill_max : index;
}

static struct refill *ring_second(struct sched_context *sc)
{
    return &sc->refill[ring_index(sc, 1)];
}

static struct refill *ring_tail(struct sched_context *sc)
{
    return &sc->refill[ring_index(sc, sc->refill_count - 1u)];
}

static struct refill ring_pop(struct sched_context *sc)
{
    struct refill head = *refill_head(sc);

    ASSERT(sc->refill_count > 1);
    sc->refill_head = (uint16_t)ring_index(sc, 1);
    sc->refill_count--;
    return head;
}

static void ring_push(struct sched_context *sc, struct refill refill)
{
    ASSERT(sc->refill_count < sc->refill_max);
    sc->refill_count++;
    *ring_tail(sc) = refill;
}

/* Schedule `refill`, whose time is not before the tail's. */
static void refill_append(struct sched_context *sc, struct refill refill)
{
    struct refill *tail = ring_tail(sc);

    if (refill.time <= tail->time + tail->amount) {
        tail->amount += refill.amount;
    } else if (sc->refill_count == sc->refill_max) {
        /* No room: delay the tail so that both end when the new one would. */
        tail->time = refill.time - tail->amount;
        tail->amount += refill.amount;
    } else {
        ring_push(sc, refill);
    }
}

static void set_parameters(struct sched_context *sc, unsigned max, ticks_t budget,
                           ticks_t period, struct refill first)
{
    sc->period = period;
    sc->budget = budget;
    sc->refill_max = (uint16_t)min_word(max, MOST_REFILLS);
    sc->refill_head = 0;
    sc->refill_count = 1;
    sc->refill[0] = first;
}

void refill_new(struct sched_context *sc, unsigned max, ticks_t budget, ticks_t period,
                ticks_t now)
{
    set_parameters(sc, max, budget, period, (struct refill){.time = now, .amount = budget});
    if (refill_is_round_robin(sc)) {
        ring_push(sc, (struct refill){.time = now, .amount = 0});
    }
}

void refill_update(struct sched_context *sc, unsigned max, ticks_t budget, ticks_t period,
                   ticks_t now)
{
    struct refill head = *refill_head(sc);

    set_parameters(sc, max, budget, period, head);
    if (head.time <= now) {
        sc->refill[0].time = now;
    }
    if (head.amount >= budget) {
        sc->refill[0].amount = budget;
        if (refill_is_round_robin(sc)) {
            ring_push(sc, (struct refill){.time = now, .amount = 0});
        }
    } else {
        struct refill rest = {.time = sc->refill[0].time + period,
                              .amount = budget - head.amount};
        if (refill_is_round_robin(sc)) {
            ring_push(sc, rest);
        } else {
            refill_append(sc, rest);
        }
    }
}

/* At the end both join. */
static void charge_round_robin(struct sched_context *sc, ticks_t used, ticks_t now)
{
    refill_charge_part(sc, min_word(used, sc->refill[0].amount));
    if (sc->refill[0].amount < refill_min_budget) {
        refill_restart(sc, now);
    }
}

/* Times up to here leave room for periods and amounts, which are below 2^55. */
#define MAX_RELEASE_TIME (UINT64_MAX / 2)

/* As if `used`, which is all refills together or more, was charged refill by
   refill: each round through the ring has moved all of them by a period.
   Returns what is left to charge. */
static ticks_t charge_rounds(struct sched_context *sc, ticks_t used)
{
    ticks_t most = (MAX_RELEASE_TIME - refill_head(sc)->time) / sc->period;
    ticks_t later = min_word(used / sc->budget, most) * sc->period;

    for (unsigned i = 0; i < sc->refill_count; i++) {
        sc->refill[ring_index(sc, i)].time += later;
    }
    return used % sc->budget;
}

/* The whole head is used up: it returns a period later.  Returns its amount. */
static ticks_t charge_head(struct sched_context *sc)
{
    ticks_t amount = refill_head(sc)->amount;

    if (sc->refill_count == 1) {
        refill_head(sc)->time += sc->period;
    } else {
        struct refill head = ring_pop(sc);
        head.time += sc->period;
        refill_append(sc, head);
    }
    return amount;
}

/* Less than the head is used: the rest of it begins later. */
static void charge_part(struct sched_context *sc, ticks_t used)
{
    struct refill *head = refill_head(sc);
    struct refill part = {.time = head->time + sc->period, .amount = used};

    head->amount -= used;
    head->time += used;
    refill_append(sc, part);
}

/* The head's amount joins its successor, which begins at `time` then. */
static void head_join(struct sched_context *sc, ticks_t time)
{
    ticks_t amount = ring_pop(sc).amount;

    refill_head(sc)->time = time;
    refill_head(sc)->amount += amount;
}

void refill_charge(struct sched_context *sc, ticks_t used, ticks_t now)
{
    if (refill_is_round_robin(sc)) {
        charge_round_robin(sc, used, now);
        return;
    }
    if (refill_head(sc)->time > MAX_RELEASE_TIME) {
        return;
    }
    if (UNLIKELY(used > sc->budget)) {
        used = charge_rounds(sc, used);
    }
    /* These loops are bounded by the ring, at most MOST_REFILLS: each round of the first takes
       away a refill, which all together are `used` or more; of the others, an entry. */
    while (used >= refill_head(sc)->amount) {
        used -= charge_head(sc);
    }
    if (used > 0) {
        charge_part(sc, used);
    }
    while (refill_head(sc)->amount < refill_min_budget) {
        head_join(sc, ring_second(sc)->time - refill_head(sc)->amount);
    }
}

/* Does the second refill begin before the head ends? */
static bool second_is_due(struct sched_context *sc)
{
    const struct refill *head = refill_head(sc);

    return sc->refill_count > 1 && ring_second(sc)->time <= head->time + head->amount;
}

void refill_unblock(struct sched_context *sc, ticks_t now)
{
    if (refill_is_round_robin(sc) || !refill_ready(sc, now)) {
        return;
    }
    refill_head(sc)->time = now;
    while (second_is_due(sc)) {
        head_join(sc, now);
    }
}
