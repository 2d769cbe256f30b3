/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the scheduler has its threads: ready queues, release queue, candidate.
 * A thread has one place (enum place), which the functions here change.
 */
#pragma once

#include "domain.h"
#include "sched.h"

/* Boot: all queues empty. */
void place_boot(void);

/* Part of the next: out of the queue that `tcb` is in, or it is no candidate any more. */
void place_leave(struct tcb *tcb);

/* The one function that changes a place.  The others here put `tcb` into what belongs to it. */
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

/* Nobody is the candidate.  `behind`: PLACE_CANDIDATE_BEHIND. */
static inline void place_candidate(struct tcb *tcb, bool behind)
{
    ASSERT(sched.candidate == NULL);
    place_change(tcb, behind ? PLACE_CANDIDATE_BEHIND : PLACE_CANDIDATE);
    sched.candidate = tcb;
    sched.reasons |= REASON_CANDIDATE;
}

struct thread_list {
    struct tcb *head;
    struct tcb *tail;
};

enum { READY_MAP_WORDS = NUM_PRIORITIES / seL4_WordBits };

/* The ready queues of each domain.  Written by place.c alone. */
extern struct ready {
    word_t words;                /* which words of `map` are not 0, a bit each */
    word_t map[READY_MAP_WORDS]; /* which lists are not empty, a bit each */
    struct thread_list list[NUM_PRIORITIES];
} ready_queues[NUM_DOMAINS];

static inline bool is_ready(const struct tcb *tcb)
{
    return tcb->place == PLACE_FIRST || tcb->place == PLACE_LAST;
}

/* The highest priority of those of a domain that are ready; -1 if none is. */
static inline int ready_priority(const struct ready *ready)
{
    if (ready->words == 0) {
        return -1;
    }
    unsigned word = log2_floor(ready->words);
    return (int)(word * seL4_WordBits + log2_floor(ready->map[word]));
}

/* The thread whose budget returns first, or NULL. */
struct tcb *release_first(void);
