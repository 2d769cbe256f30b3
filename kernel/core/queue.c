/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A queue is a heap: nobody comes before who is above.  Where below somebody a
 * thread goes, its arrival number says, a bit for each level from the lowest on; so
 * at level n all that are below one have the same n lowest bits, no way down is longer
 * than the number, and nothing needs to be balanced:
 *
 *   head ──►  key 3, arrival 0         level 0
 *              0 │         │ 1         by bit 0 of the arrival
 *        5, 110          4, 101        level 1
 *         0 │               │ 1        by bit 1
 *        7, 100          9, 11         level 2
 *
 * A thread that joins goes down its path, takes the place of the first that it
 * comes before, and that one goes on down its own.  When one leaves, the first of
 * the two below moves up, and so on down from there.
 */
#include "queue.h"

static word_t arrivals; /* in queues that were not empty */

void queue_boot(void)
{
    arrivals = 0;
}

/* The bits in reverse order: in each byte, then the bytes. */
static word_t reverse(word_t word)
{
    word = (word >> 4 & 0x0f0f0f0f0f0f0f0f) | (word & 0x0f0f0f0f0f0f0f0f) << 4;
    word = (word >> 2 & 0x3333333333333333) | (word & 0x3333333333333333) << 2;
    word = (word >> 1 & 0x5555555555555555) | (word & 0x5555555555555555) << 1;
    return __builtin_bswap64(word);
}

/* To which side `path` goes on from level `level`. */
static unsigned path_side(word_t path, unsigned level)
{
    return path >> (seL4_WordBits - 1 - level) & 1;
}

static void put_below(struct tcb *tcb, unsigned side, struct tcb *below)
{
    tcb->link.below[side] = below;
    if (below != NULL) {
        below->link.above = tcb;
    }
}

/* `tcb` takes the place of `*place`, which is returned and has none then. */
static struct tcb *take_place(struct tcb **place, struct tcb *tcb)
{
    struct tcb *old = *place;

    *place = tcb;
    tcb->link.above = old->link.above;
    put_below(tcb, 0, old->link.below[0]);
    put_below(tcb, 1, old->link.below[1]);
    return old;
}

/* `tcb` has a path and no place. */
static void go_down(struct queue *queue, struct tcb *tcb)
{
    struct tcb **place = &queue->head;
    struct tcb *above = NULL;

    /* At most 64 levels, here and below: at the last, all bits would be the same. */
    for (unsigned level = 0; *place != NULL; level++) {
        if (queue_before(tcb, *place)) {
            tcb = take_place(place, tcb);
        }
        above = *place;
        place = &above->link.below[path_side(tcb->link.path, level)];
    }
    *place = tcb;
    tcb->link.above = above;
    tcb->link.below[0] = NULL;
    tcb->link.below[1] = NULL;
}

void queue_insert(struct queue *queue, struct tcb *tcb, word_t key)
{
    if (queue->head == NULL) {
        queue_insert_only(queue, tcb, key);
        return;
    }
    tcb->link.key = key;
    tcb->link.arrival = ++arrivals;
    tcb->link.path = reverse(arrivals);
    go_down(queue, tcb);
}

/* Of the two below, who comes first: its side. */
static unsigned first_side(struct tcb *const below[2])
{
    return below[0] == NULL || (below[1] != NULL && queue_before(below[1], below[0]));
}

void queue_remove(struct queue *queue, struct tcb *tcb)
{
    if (queue->head == tcb && queue_is_only(tcb)) {
        queue_remove_only(queue);
        return;
    }
    struct tcb *above = tcb->link.above;
    struct tcb **place =
        above == NULL ? &queue->head : &above->link.below[above->link.below[1] == tcb];
    struct tcb *below[2] = {tcb->link.below[0], tcb->link.below[1]};
    unsigned side = first_side(below);

    while ((*place = below[side]) != NULL) {
        struct tcb *other = below[!side];
        struct tcb *next = *place;
        below[0] = next->link.below[0];
        below[1] = next->link.below[1];
        next->link.above = above;
        put_below(next, !side, other);
        above = next;
        place = &next->link.below[side];
        side = first_side(below);
    }
    tcb->link.above = NULL;
    tcb->link.below[0] = NULL;
    tcb->link.below[1] = NULL;
}

void queue_change_key(struct queue *queue, struct tcb *tcb, word_t key)
{
    queue_remove(queue, tcb);
    tcb->link.key = key;
    tcb->link.arrival = ++arrivals; /* the path is that of an earlier one, which nobody else has */
    go_down(queue, tcb);
}

/* The one of both with the lower path that is not below `path`; `a` may be NULL. */
static struct tcb *lower_path(struct tcb *a, struct tcb *b, word_t path)
{
    return b->link.path >= path && (a == NULL || b->link.path < a->link.path) ? b : a;
}

struct tcb *queue_from(const struct queue *queue, word_t path)
{
    struct tcb *lowest = NULL;
    struct tcb *right = NULL; /* the deepest below which all have higher paths */

    /* Along `path`, then along the lowest to the right of it: at most 64 levels each. */
    struct tcb *tcb = queue->head;
    for (unsigned level = 0; tcb != NULL; level++) {
        unsigned side = path_side(path, level);
        lowest = lower_path(lowest, tcb, path);
        if (side == 0 && tcb->link.below[1] != NULL) {
            right = tcb->link.below[1];
        }
        tcb = tcb->link.below[side];
    }
    for (; right != NULL; right = right->link.below[right->link.below[0] == NULL]) {
        lowest = lower_path(lowest, right, path);
    }
    return lowest;
}
