/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two kinds of queue a runnable thread can wait in.  A thread is in at
 * most one of them; both link through ready_prev and ready_next.
 */
#pragma once

#include "domain.h"

/* Boot: all queues empty. */
void ready_queue_boot(void);

void ready_push_first(struct tcb *tcb);
void ready_push_last(struct tcb *tcb);

/* Take `tcb` out of its ready or release queue, if it is in one. */
void queue_remove(struct tcb *tcb);

struct thread_list {
    struct tcb *head;
    struct tcb *tail;
};

/* The queues.  Written by ready_queue.c alone. */
extern struct thread_list ready_queues[NUM_DOMAINS][seL4_NumPriorities];

/* Which queues are not empty, a bit each, and which words of that are not 0.
   Written by ready_queue.c alone. */
enum { READY_MAP_WORDS = seL4_NumPriorities / seL4_WordBits };
extern word_t ready_map[NUM_DOMAINS][READY_MAP_WORDS];
extern word_t ready_words[NUM_DOMAINS];

/* The highest priority at which a thread of `domain` is ready; -1 if none is. */
static inline int ready_priority(unsigned domain)
{
    if (ready_words[domain] == 0) {
        return -1;
    }
    unsigned word = log2_floor(ready_words[domain]);
    return (int)(word * seL4_WordBits + log2_floor(ready_map[domain][word]));
}

/* Head of one queue; for checks. */
static inline struct tcb *ready_queue_head(unsigned domain, unsigned priority)
{
    return ready_queues[domain][priority].head;
}

/* First thread of the highest priority in `domain` that has one; NULL if
   none. */
struct tcb *ready_first(unsigned domain);

/* Wait until the head refill of `tcb`'s scheduling context is ready: sorted by
   that time, first come first served.  True if it is the earliest now. */
bool release_insert(struct tcb *tcb);

/* The thread whose budget returns first, or NULL. */
struct tcb *release_first(void);
