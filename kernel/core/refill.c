/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Refill arithmetic.  The sum of all amounts is the budget at all times, the
 * times ascend, and the head holds at least the minimum budget: what is too
 * small to run on is merged into its successor.
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
    return ticks * THOUSAND / (board.timer_hz / THOUSAND);
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

void refill_new(struct sched_context *sc, unsigned max, ticks_t budget, ticks_t period,
                ticks_t now)
{
    sc->period = period;
    sc->budget = budget;
    sc->refill_max = (uint16_t)max;
    sc->refill_head = 0;
    sc->refill_count = 1;
    sc->refill[0] = (struct refill){.time = now, .amount = budget};
    if (refill_is_round_robin(sc)) {
        ring_push(sc, (struct refill){.time = now, .amount = 0});
    }
}

void refill_update(struct sched_context *sc, unsigned max, ticks_t budget, ticks_t period,
                   ticks_t now)
{
    struct refill head = *refill_head(sc);

    sc->refill[0] = head;
    sc->refill_head = 0;
    sc->refill_count = 1;
    sc->refill_max = (uint16_t)max;
    sc->period = period;
    sc->budget = budget;
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

/* Round robin: the head counts down and the tail up; at the end they join. */
static void charge_round_robin(struct sched_context *sc, ticks_t used, ticks_t now)
{
    struct refill *head = refill_head(sc);
    struct refill *tail = ring_tail(sc);

    used = min_word(used, head->amount);
    head->amount -= used;
    tail->amount += used;
    if (head->amount < refill_min_budget) {
        head->amount += tail->amount;
        head->time = now;
        tail->amount = 0;
        tail->time = now;
    }
}

/* The whole head is used up: it returns a period later. */
static void charge_head(struct sched_context *sc)
{
    if (sc->refill_count == 1) {
        refill_head(sc)->time += sc->period;
    } else {
        struct refill head = ring_pop(sc);
        head.time += sc->period;
        refill_append(sc, head);
    }
}

void refill_charge(struct sched_context *sc, ticks_t used, ticks_t now)
{
    if (refill_is_round_robin(sc)) {
        charge_round_robin(sc, used, now);
        return;
    }
    /* Bounded: every round takes at least the minimum budget off `used`. */
    while (used > 0 && refill_head(sc)->amount <= used) {
        used -= refill_head(sc)->amount;
        charge_head(sc);
    }
    if (used > 0) {
        struct refill *head = refill_head(sc);
        struct refill part = {.time = head->time + sc->period, .amount = used};
        head->amount -= used;
        head->time += used;
        refill_append(sc, part);
    }
    /* Bounded by the ring: every round removes an entry, and the last one
       holds the whole budget. */
    while (refill_head(sc)->amount < refill_min_budget && sc->refill_count > 1) {
        struct refill head = ring_pop(sc);
        refill_head(sc)->time -= head.amount;
        refill_head(sc)->amount += head.amount;
    }
}

void refill_unblock(struct sched_context *sc, ticks_t now)
{
    if (refill_is_round_robin(sc) || !refill_ready(sc, now)) {
        return;
    }
    refill_head(sc)->time = now;
    /* Bounded by the ring: every round removes an entry. */
    while (sc->refill_count > 1) {
        struct refill *head = refill_head(sc);
        struct refill *next = &sc->refill[ring_index(sc, 1)];
        if (next->time > head->time + head->amount) {
            return;
        }
        ticks_t amount = head->amount;
        (void)ring_pop(sc);
        refill_head(sc)->time = now;
        refill_head(sc)->amount += amount;
    }
}
