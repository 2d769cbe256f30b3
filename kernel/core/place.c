/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ready queues, one list per domain and priority with a bitmap that says which
 * are not empty; and the release queue, in the order of time.
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

struct ready ready_queues[NUM_DOMAINS];
static struct queue release;

void place_boot(void)
{
    for (unsigned domain = 0; domain < NUM_DOMAINS; domain++) {
        ready_queues[domain] = (struct ready){0};
    }
    queue_boot();
    release.head = NULL;
    sched.candidate = NULL;
}

/* ---- Lists ---- */

/* Insert before `next`; NULL: at the end. */
static inline void list_insert(struct thread_list *list, struct tcb *tcb, struct tcb *next)
{
    struct tcb *prev = next != NULL ? next->ready_prev : list->tail;

    tcb->ready_prev = prev;
    tcb->ready_next = next;
    *(prev != NULL ? &prev->ready_next : &list->head) = tcb;
    *(next != NULL ? &next->ready_prev : &list->tail) = tcb;
}

static inline void list_remove(struct thread_list *list, struct tcb *tcb)
{
    struct tcb *prev = tcb->ready_prev;
    struct tcb *next = tcb->ready_next;

    *(prev != NULL ? &prev->ready_next : &list->head) = next;
    *(next != NULL ? &next->ready_prev : &list->tail) = prev;
    tcb->ready_prev = NULL;
    tcb->ready_next = NULL;
}

/* ---- Ready ---- */

static inline void ready_insert(struct tcb *tcb, bool first)
{
    struct ready *ready = &ready_queues[tcb->domain];
    struct thread_list *list = &ready->list[tcb->priority];
    unsigned word = tcb->priority / seL4_WordBits;

    list_insert(list, tcb, first ? list->head : NULL);
    ready->map[word] |= BIT(tcb->priority % seL4_WordBits);
    ready->words |= BIT(word);
}

static void ready_remove(struct tcb *tcb)
{
    struct ready *ready = &ready_queues[tcb->domain];
    struct thread_list *list = &ready->list[tcb->priority];
    unsigned word = tcb->priority / seL4_WordBits;

    list_remove(list, tcb);
    if (list->head != NULL) {
        return;
    }
    ready->map[word] &= ~BIT(tcb->priority % seL4_WordBits);
    if (ready->map[word] == 0) {
        ready->words &= ~BIT(word);
    }
}

/* ---- Release ---- */

/* By the time at which the head refill is ready. */
static void release_insert(struct tcb *tcb)
{
    queue_insert(&release, tcb, refill_head(tcb->sc)->time);
    if (release.head == tcb) {
        sched.reasons |= REASON_EVENT;
    }
}

static void release_remove(struct tcb *tcb)
{
    if (release.head == tcb) {
        sched.reasons |= REASON_EVENT;
    }
    queue_remove(&release, tcb);
}

struct tcb *release_first(void)
{
    return release.head;
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
