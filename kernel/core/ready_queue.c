/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ready queues, one list per domain and priority with a bitmap that says which
 * are not empty; and the release queue.
 *
 *   ready_words[d]  1 bit a word ──► ready_map[d][w]  1 bit a list, highest set bit first
 *                                          │
 *   ready[d][priority]   head ──► tcb ◄──► tcb ◄──► tcb ◄── tail      next to run first
 *   release              head ──► tcb ◄──► tcb ◄── tail               first to have time first
 *
 * A thread is in one of these lists at most, linked by ready_prev and ready_next.
 */
#include "ready_queue.h"

#include "refill.h"

struct thread_list ready_queues[NUM_DOMAINS][seL4_NumPriorities];
word_t ready_map[NUM_DOMAINS][READY_MAP_WORDS];
word_t ready_words[NUM_DOMAINS];
static struct thread_list release;

void ready_queue_boot(void)
{
    for (unsigned domain = 0; domain < NUM_DOMAINS; domain++) {
        for (unsigned priority = 0; priority < seL4_NumPriorities; priority++) {
            ready_queues[domain][priority] = (struct thread_list){NULL, NULL};
        }
        for (unsigned i = 0; i < READY_MAP_WORDS; i++) {
            ready_map[domain][i] = 0;
        }
        ready_words[domain] = 0;
    }
    release = (struct thread_list){NULL, NULL};
}

/* ---- Lists ---- */

/* Insert before `next`; NULL: at the end. */
static void list_insert(struct thread_list *list, struct tcb *tcb, struct tcb *next)
{
    struct tcb *prev = next != NULL ? next->ready_prev : list->tail;

    tcb->ready_prev = prev;
    tcb->ready_next = next;
    *(prev != NULL ? &prev->ready_next : &list->head) = tcb;
    *(next != NULL ? &next->ready_prev : &list->tail) = tcb;
}

static void list_remove(struct thread_list *list, struct tcb *tcb)
{
    struct tcb *prev = tcb->ready_prev;
    struct tcb *next = tcb->ready_next;

    *(prev != NULL ? &prev->ready_next : &list->head) = next;
    *(next != NULL ? &next->ready_prev : &list->tail) = prev;
    tcb->ready_prev = NULL;
    tcb->ready_next = NULL;
}

/* ---- Ready ---- */

static struct thread_list *ready_list(const struct tcb *tcb)
{
    return &ready_queues[tcb->domain][tcb->priority];
}

static void ready_insert(struct tcb *tcb, struct tcb *next)
{
    ASSERT(!tcb->in_ready_queue && !tcb->in_release_queue);
    list_insert(ready_list(tcb), tcb, next);
    unsigned word = tcb->priority / seL4_WordBits;
    ready_map[tcb->domain][word] |= BIT(tcb->priority % seL4_WordBits);
    ready_words[tcb->domain] |= BIT(word);
    tcb->in_ready_queue = true;
}

void ready_push_first(struct tcb *tcb)
{
    ready_insert(tcb, ready_list(tcb)->head);
}

void ready_push_last(struct tcb *tcb)
{
    ready_insert(tcb, NULL);
}

struct tcb *ready_first(unsigned domain)
{
    int priority = ready_priority(domain);

    return priority < 0 ? NULL : ready_queues[domain][priority].head;
}

/* ---- Release ---- */

bool release_insert(struct tcb *tcb)
{
    ticks_t time = refill_head(tcb->sc)->time;
    struct tcb *next = release.head;

    ASSERT(!tcb->in_ready_queue && !tcb->in_release_queue);
    /* Bounded by the number of threads with a budget. */
    while (next != NULL && refill_head(next->sc)->time <= time) {
        next = next->ready_next;
    }
    list_insert(&release, tcb, next);
    tcb->in_release_queue = true;
    return release.head == tcb;
}

struct tcb *release_first(void)
{
    return release.head;
}

static void ready_remove(struct tcb *tcb)
{
    struct thread_list *list = ready_list(tcb);
    unsigned word = tcb->priority / seL4_WordBits;

    list_remove(list, tcb);
    tcb->in_ready_queue = false;
    if (list->head != NULL) {
        return;
    }
    ready_map[tcb->domain][word] &= ~BIT(tcb->priority % seL4_WordBits);
    if (ready_map[tcb->domain][word] == 0) {
        ready_words[tcb->domain] &= ~BIT(word);
    }
}

void queue_remove(struct tcb *tcb)
{
    if (tcb->in_ready_queue) {
        ready_remove(tcb);
    } else if (tcb->in_release_queue) {
        list_remove(&release, tcb);
        tcb->in_release_queue = false;
    }
}
