/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queues of threads in the order of a key, first come first served within one:
 * those who wait on an endpoint or a notification, by priority, and those who
 * wait for their budgets, by time.  However many there are, and in whatever order
 * they come and go, nothing here takes more than 64 steps.
 */
#pragma once

#include "object.h"

/* Boot: before the first thread waits. */
void queue_boot(void);

/* `tcb`, which is in none, joins `queue`.  The head is who has the lowest key. */
void queue_insert(struct queue *queue, struct tcb *tcb, word_t key);

/* `tcb` leaves `queue`. */
void queue_remove(struct queue *queue, struct tcb *tcb);

/* `tcb`, which is in `queue`, has another key: it comes behind those that have the same, and its
   path stays. */
void queue_change_key(struct queue *queue, struct tcb *tcb, word_t key);

/* The first two for the usual case: an empty queue, and one in which `tcb` is alone. */
static inline void queue_insert_only(struct queue *queue, struct tcb *tcb, word_t key)
{
    tcb->link.key = key;
    tcb->link.arrival = 0;
    tcb->link.path = 0;
    queue->head = tcb;
}

static inline void queue_remove_only(struct queue *queue)
{
    queue->head = NULL;
}

/* Is `tcb`, the head of its queue, alone in it? */
static inline bool queue_is_only(const struct tcb *tcb)
{
    return tcb->link.below[0] == NULL && tcb->link.below[1] == NULL;
}

/* Does `a` come before `b`?  They are in the same queue. */
static inline bool queue_before(const struct tcb *a, const struct tcb *b)
{
    return a->link.key < b->link.key ||
           (a->link.key == b->link.key && a->link.arrival < b->link.arrival);
}

/*
 * To go through a queue: who has the lowest path that is not below `path`, or NULL.
 * A path stays while its thread is in the queue, so one can stop and go on later: nobody who
 * was there all the time is passed over, whoever joins and leaves.
 */
struct tcb *queue_from(const struct queue *queue, word_t path);
