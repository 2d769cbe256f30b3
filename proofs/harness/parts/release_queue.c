/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: who waits for a budget is in its domain's release queue; after each join or leave,
 *     the first is who has the earliest time and came first of its equals, and a change of who is
 *     first is an event; taken out one by one, they come in that order; the other domain's queue
 *     stays as it was
 * Bound: 3 threads of a domain, which join in turn; any of them leaves, joins again, before
 *     all, between or behind them in turn, and all are taken out; one of another domain; times in
 *     every order, some or all of them equal (the code does nothing with times but to compare them)
 * Assumes: no thread has a place before
 * Options: --unwind 14 --unwindset place_boot.0:66
 * Sources: place queue
 * Domains: 2
 * Mutants: release_not_by_time@strict timer_not_set_for_release@strict
 *     timer_set_for_who_left@strict second_moves_up@strict
 *     last_come_first_served@all_equal
 */
#include "place.h"
#include "prove.h"
#include "queue.h"

enum { DOMAIN = 1, THREADS = 3 };

struct scheduler sched;
ticks_t refill_min_budget;
static struct tcb tcb_0, tcb_1, tcb_2, stranger;
static struct tcb *const thread[THREADS] = {&tcb_0, &tcb_1, &tcb_2};

/* A scheduling context with its ring. */
struct budget {
    struct sched_context sc;
    struct refill room[1];
};
static struct budget budget_0, budget_1, budget_2, budget_of_stranger;
static struct budget *const budget[THREADS] = {&budget_0, &budget_1, &budget_2};

void *object_at(paddr_t address)
{
    (void)address;
    return NULL;
}

/* All orders of three times, of which some may be equal. */
enum { ORDERS = 13 };
static const uint8_t order[ORDERS][THREADS] = {
    {2, 2, 2}, {2, 2, 4}, {2, 4, 2}, {4, 2, 2}, {2, 4, 4}, {4, 2, 4}, {4, 4, 2},
    {2, 4, 6}, {2, 6, 4}, {4, 2, 6}, {4, 6, 2}, {6, 2, 4}, {6, 4, 2},
};

/* The specification: who waits, since when, for which time. */
static struct {
    bool waits;
    unsigned since;
    ticks_t time;
} model[THREADS];
static unsigned now;

static const struct tcb *model_first(void)
{
    const struct tcb *first = NULL;
    ticks_t time = 0;
    unsigned since = 0;

    for (unsigned i = 0; i < THREADS; i++) {
        if (model[i].waits && (first == NULL || model[i].time < time ||
                               (model[i].time == time && model[i].since < since))) {
            first = thread[i];
            time = model[i].time;
            since = model[i].since;
        }
    }
    return first;
}

/* After a step; `was` was first before. */
static void check(const struct tcb *was)
{
    const struct tcb *first = release_first(DOMAIN);

    PROVE(first == model_first(), "the first has the earliest time, and came first");
    PROVE(first == was || (sched.reasons & REASON_EVENT), "another first is an event");
    PROVE(release_first(0) == &stranger, "the other domain's stays");
    sched.reasons = 0;
}

static void join(unsigned i, ticks_t time)
{
    const struct tcb *was = release_first(DOMAIN);

    model[i].waits = true;
    model[i].since = now++;
    model[i].time = time;
    budget[i]->sc.refill[0].time = model[i].time;
    place_release(thread[i]);
    PROVE(thread[i]->place == PLACE_RELEASE && thread[i]->link.key == model[i].time,
          "who waits knows its place and its time");
    check(was);
}

static void leave(unsigned i)
{
    const struct tcb *was = release_first(DOMAIN);

    model[i].waits = false;
    place_none(thread[i]);
    PROVE(thread[i]->place == PLACE_NONE && thread[i]->link.above == NULL &&
              thread[i]->link.below[0] == NULL && thread[i]->link.below[1] == NULL,
          "who has left has no place, and is linked to nobody");
    check(was);
}

static void give(struct tcb *tcb, struct budget *of, uint8_t domain)
{
    *tcb = (struct tcb){.domain = domain, .place = PLACE_NONE, .sc = &of->sc};
    of->sc = (struct sched_context){.tcb = tcb, .refill_max = 1, .refill_count = 1};
}

/* All join, in turn. */
static void all_wait(const uint8_t times[THREADS])
{
    queue_boot();
    sched = (struct scheduler){.reasons = 0};
    now = 0;
    for (unsigned i = 0; i < THREADS; i++) {
        model[i].waits = false;
        give(thread[i], budget[i], DOMAIN);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        join(i, times[i]);
    }
}

/* Whoever is first leaves, as when its time has come, until nobody is there. */
static void all_return(void)
{
    for (unsigned n = 0; n < THREADS; n++) {
        for (unsigned i = 0; i < THREADS; i++) {
            if (release_first(DOMAIN) == thread[i]) {
                leave(i);
                break;
            }
        }
    }
    PROVE(release_first(DOMAIN) == NULL, "as many return as waited");
}

/* `i` leaves, and waits again for `time`. */
static void leaves(const uint8_t times[THREADS], unsigned i, ticks_t time)
{
    all_wait(times);
    leave(i);
    join(i, time);
    all_return();
}

static void boot(void)
{
    place_boot();
    give(&stranger, &budget_of_stranger, 0);
    budget_of_stranger.sc.refill[0].time = nondet_word();
    place_release(&stranger);
}

static void try_orders(unsigned from, unsigned until)
{
    for (unsigned o = from; o < until; o++) {
        for (unsigned i = 0; i < THREADS; i++) {
            leaves(order[o], i, 1 + (o + i) % THREADS * 3);
        }
    }
}

static void all_equal(void)
{
    boot();
    try_orders(0, 1);
}

static void strict(void)
{
    boot();
    try_orders(ORDERS - 1, ORDERS);
}

int main(void)
{
    boot();
    try_orders(0, ORDERS);
    REACHED("all have returned");
}
