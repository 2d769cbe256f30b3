/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the scheduler has its threads: ready and release queues, candidate.
 * A thread has one place (enum place), which the functions here change.
 */
#pragma once

#include "domain.h"
#include "sched.h"

/* Boot: all queues empty. */
void place_boot(void);

/* ---- Ready queues ---- */

struct thread_list {
    struct tcb *head;
    struct tcb *tail;
};

enum { READY_MAP_WORDS = NUM_PRIORITIES / seL4_WordBits };

/* Which lists of a domain are not empty.  One cache line. */
struct ready_map {
    word_t words;                /* which words of `map` are not 0, a bit each */
    word_t map[READY_MAP_WORDS]; /* which lists are not empty, a bit each */
} __attribute__((aligned(64)));

/* The ready queues.  Written by place.c and the functions here alone. */
extern struct ready_map ready_maps[NUM_DOMAINS];
extern struct thread_list ready_lists[NUM_DOMAINS][NUM_PRIORITIES];

static inline bool is_ready(const struct tcb *tcb)
{
    return tcb->place == PLACE_FIRST || tcb->place == PLACE_LAST;
}

/* The highest priority of those of a domain that are ready; -1 if none is. */
static inline int ready_priority(unsigned domain)
{
    const struct ready_map *map = &ready_maps[domain];

    if (map->words == 0) {
        return -1;
    }
    unsigned word = log2_floor(map->words);
    return (int)(word * seL4_WordBits + log2_floor(map->map[word]));
}

/* The list that `tcb` is in if it is ready. */
static inline struct thread_list *ready_list(const struct tcb *tcb)
{
    return &ready_lists[tcb->domain][tcb->priority];
}

/* Part of the places "first" and "last": to an end of its list. */
static inline void ready_insert(struct tcb *tcb, bool first)
{
    struct thread_list *list = ready_list(tcb);
    struct ready_map *map = &ready_maps[tcb->domain];
    unsigned priority = tcb->priority;
    struct tcb *next = first ? list->head : NULL;
    struct tcb *prev = first ? NULL : list->tail;

    tcb->ready_prev = prev;
    tcb->ready_next = next;
    *(prev != NULL ? &prev->ready_next : &list->head) = tcb;
    *(next != NULL ? &next->ready_prev : &list->tail) = tcb;
    map->map[priority / seL4_WordBits] |= BIT(priority % seL4_WordBits);
    map->words |= BIT(priority / seL4_WordBits);
}

/* Part of leaving them. */
static inline void ready_remove(struct tcb *tcb)
{
    struct thread_list *list = ready_list(tcb);
    struct ready_map *map = &ready_maps[tcb->domain];
    unsigned priority = tcb->priority;
    unsigned word = priority / seL4_WordBits;
    struct tcb *prev = tcb->ready_prev;
    struct tcb *next = tcb->ready_next;

    tcb->ready_prev = NULL;
    tcb->ready_next = NULL;
    *(prev != NULL ? &prev->ready_next : &list->head) = next;
    *(next != NULL ? &next->ready_prev : &list->tail) = prev;
    if (prev != NULL || next != NULL) {
        return;
    }
    map->map[word] &= ~BIT(priority % seL4_WordBits);
    if (map->map[word] == 0) {
        map->words &= ~BIT(word);
    }
}

/* The same for the head of `list`. */
static inline void ready_pop(struct thread_list *list, struct tcb *head)
{
    struct tcb *next = head->ready_next;
    struct ready_map *map = &ready_maps[head->domain];
    unsigned word = head->priority / seL4_WordBits;

    head->ready_next = NULL;
    list->head = next;
    if (next != NULL) {
        next->ready_prev = NULL;
        return;
    }
    list->tail = NULL;
    map->map[word] &= ~BIT(head->priority % seL4_WordBits);
    if (map->map[word] == 0) {
        map->words &= ~BIT(word);
    }
}

/* ---- The release queues ---- */

/* The thread of `domain` whose budget returns first, or NULL.  Each domain has a queue of its own,
   so that none notices when another's budgets return. */
struct tcb *release_first(unsigned domain);

/* ---- Places ---- */

/* Part of the next: out of the queue that `tcb` is in, or it is no candidate any more. */
void place_leave(struct tcb *tcb);

/*
 * A place changes here, or where it is known which one it was, below.  The others put `tcb` into
 * what belongs to it.
 */
static inline void place_change(struct tcb *tcb, enum place place)
{
    if (tcb->place != PLACE_NONE) {
        place_leave(tcb);
    }
    tcb->place = place;
}

/*
 * `tcb` leaves its place for this one.  What that means for who runs and for the
 * time of the next event is among the reasons afterwards.
 */
void place_first(struct tcb *tcb);
void place_last(struct tcb *tcb);
void place_release(struct tcb *tcb);

static inline void place_none(struct tcb *tcb)
{
    place_change(tcb, PLACE_NONE);
}

/* Nobody is the candidate, and `tcb` has no place.  `behind`: PLACE_CANDIDATE_BEHIND. */
static inline void place_candidate(struct tcb *tcb, bool behind)
{
    ASSERT(sched.candidate == NULL && tcb->place == PLACE_NONE);
    tcb->place = behind ? PLACE_CANDIDATE_BEHIND : PLACE_CANDIDATE;
    sched.candidate = tcb;
    sched.reasons |= REASON_CANDIDATE;
}

/* As above, for who is known to have no place; to be the candidate; to be first in `list`. */
static inline void place_ready_from_none(struct tcb *tcb, enum place place)
{
    ASSERT(tcb->place == PLACE_NONE);
    tcb->place = place;
    ready_insert(tcb, place == PLACE_FIRST);
}

static inline void place_none_from_candidate(struct tcb *tcb)
{
    ASSERT(tcb == sched.candidate);
    tcb->place = PLACE_NONE;
    sched.candidate = NULL;
}

static inline void place_none_from_head(struct thread_list *list, struct tcb *tcb)
{
    ASSERT(is_ready(tcb) && list->head == tcb);
    tcb->place = PLACE_NONE;
    ready_pop(list, tcb);
}
