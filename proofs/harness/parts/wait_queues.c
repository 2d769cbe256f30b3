/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: queues by a key, of those who wait and of those whose budget returns: after joins and a
 *     leave, the head is who has the lowest key and came first, and who is in the queue is found
 * Bound: 4 threads, which join in turn, one of which leaves; 2 different keys in every order
 *     (the code does nothing with keys but to compare them); a walk through the queue after every
 *     fourth leave
 * Assumes: no thread is in two queues
 * Options: --unwind 17 --unwindset queue_from.0:66,queue_from.1:66
 * Sources: queue
 * Mutants: displaced_is_lost@last_is_low other_side_lost@last_is_low
 */
#include "prove.h"
#include "queue.h"

enum { THREADS = 4, KEYS = 2, ORDERS = 16 };

static struct tcb tcb_0, tcb_1, tcb_2, tcb_3;
static struct tcb *const thread[THREADS] = {&tcb_0, &tcb_1, &tcb_2, &tcb_3};
static struct queue queue;

void *object_at(paddr_t address)
{
    (void)address;
    return NULL;
}

/* Way down to `tcb` from the head: by its path. */
static bool is_found(const struct tcb *tcb)
{
    const struct tcb *at = queue.head;

    for (unsigned level = 0; level < THREADS - 1 && at != NULL && at != tcb; level++) {
        at = at->link.below[tcb->link.path >> (seL4_WordBits - 1 - level) & 1];
    }
    return at == tcb;
}

static bool links_agree(const struct tcb *tcb)
{
    const struct tcb *left = tcb->link.below[0];
    const struct tcb *right = tcb->link.below[1];

    return (left == NULL || (left->link.above == tcb && !queue_before(left, tcb))) &&
           (right == NULL || (right->link.above == tcb && !queue_before(right, tcb)));
}

static void check(const bool in[THREADS])
{
    const struct tcb *first = NULL;

    for (unsigned i = 0; i < THREADS; i++) {
        if (in[i]) {
            PROVE(is_found(thread[i]), "who is in the queue is on its path");
            PROVE(links_agree(thread[i]), "above is the inverse of below, and comes before");
            /* Those that came before have lower numbers. */
            if (first == NULL || thread[i]->link.key < first->link.key) {
                first = thread[i];
            }
        }
    }
    PROVE(queue.head == first, "the head has the lowest key, and came first of its equals");
    PROVE(first == NULL || first->link.above == NULL, "nobody is above the head");
}

/* The walk through the queue sees everybody once. */
static void walk(unsigned count)
{
    word_t path = 0;
    unsigned seen = 0;
    struct tcb *tcb;

    while (seen < THREADS && (tcb = queue_from(&queue, path)) != NULL) {
        PROVE(tcb->link.path >= path, "a walk goes on, not back");
        path = tcb->link.path + 1;
        seen++;
    }
    PROVE(seen == count, "a walk sees everybody once");
}

/* Keys are the digits of `order`; thread `leaves` does. */
static void join_and_leave(unsigned order, unsigned leaves)
{
    bool in[THREADS] = {false, false, false, false};
    bool walks = leaves == order % THREADS;

    queue_boot();
    queue.head = NULL;
    for (unsigned i = 0; i < THREADS; i++) {
        thread[i]->link = (struct queue_link){.key = 0};
        queue_insert(&queue, thread[i], order % KEYS);
        order /= KEYS;
        in[i] = true;
        if (leaves == 0) {
            check(in);
        }
    }
    queue_remove(&queue, thread[leaves]);
    in[leaves] = false;
    check(in);
    PROVE(thread[leaves]->link.above == NULL && thread[leaves]->link.below[0] == NULL &&
              thread[leaves]->link.below[1] == NULL,
          "who has left is linked to nobody");
    if (walks) {
        walk(THREADS - 1);
    }
}

static void try_orders(unsigned from, unsigned until)
{
    for (unsigned order = from; order < until; order++) {
        for (unsigned leaves = 0; leaves < THREADS; leaves++) {
            join_and_leave(order, leaves);
        }
    }
}

static void last_is_low(void)
{
    try_orders(0, 6);
}

static void last_may_be_high(void)
{
    try_orders(6, ORDERS);
}

int main(void)
{
    last_is_low();
    last_may_be_high();
    REACHED("one has left");
}
