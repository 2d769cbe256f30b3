/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ready queues, one list per domain and priority with a bitmap that says which
 * are not empty; and a release queue per domain, in the order of time.
 *
 *   words   1 bit a word ──► map[w]   1 bit a list, highest set bit first
 *                               │
 *   list[priority]   head ──► tcb ◄──► tcb ◄──► tcb ◄── tail      next to run first
 *
 * A thread is in one list at most, linked by ready_prev and ready_next.
 */
#include "place.h"

#include "queue.h"
#include "refill.h"

struct ready_map ready_maps[NUM_DOMAINS];
struct thread_list ready_lists[NUM_DOMAINS][NUM_PRIORITIES];
static struct queue releases[NUM_DOMAINS];

void place_boot(void)
{
    for (unsigned domain = 0; domain < NUM_DOMAINS; domain++) {
        ready_maps[domain] = (struct ready_map){0};
        releases[domain].head = NULL;
        for (unsigned priority = 0; priority < NUM_PRIORITIES; priority++) {
            ready_lists[domain][priority] = (struct thread_list){0};
        }
    }
    queue_boot();
    sched.candidate = NULL;
}

/* ---- Release ---- */

/* By the time at which the head refill is ready. */
static void release_insert(struct tcb *tcb)
{
    struct queue *release = &releases[tcb->domain];

    queue_insert(release, tcb, refill_head(tcb->sc)->time);
    if (release->head == tcb) {
        sched.reasons |= REASON_EVENT;
    }
}

static void release_remove(struct tcb *tcb)
{
    struct queue *release = &releases[tcb->domain];

    if (release->head == tcb) {
        sched.reasons |= REASON_EVENT;
    }
    queue_remove(release, tcb);
}

struct tcb *release_first(unsigned domain)
{
    return releases[domain].head;
}

/* ---- Places ---- */

void place_leave(struct tcb *tcb)
{
    if (is_ready(tcb)) {
        ready_remove(tcb);
    } else if (tcb->place == PLACE_RELEASE) {
        release_remove(tcb);
    } else {
        sched.candidate = NULL;
    }
}

void place_first(struct tcb *tcb)
{
    place_change(tcb, PLACE_FIRST);
    ready_insert(tcb, true);
}

void place_last(struct tcb *tcb)
{
    place_change(tcb, PLACE_LAST);
    ready_insert(tcb, false);
}

void place_release(struct tcb *tcb)
{
    place_change(tcb, PLACE_RELEASE);
    release_insert(tcb);
}
