/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A ring with one producer and one consumer.
 *
 *      slot    0   1   2   3   4   5   6   7
 *            +---+---+---+---+---+---+---+---+
 *            |   |   | m | m | m |   |   |   |      tail = 2, head = 5: three messages
 *            +---+---+---+---+---+---+---+---+
 *                      ^           ^
 *                    tail         head
 *              taken next         written next
 *
 * Both indices only ever count up and wrap around with their type; a message is in slot index %
 * RING_SLOTS.  So empty is head == tail, full is head - tail == RING_SLOTS, and no slot is wasted
 * to tell these two apart.  Memory regions start zeroed: an empty ring needs no initialisation,
 * which is as well, because nobody says which of the two runs first.
 *
 * Order of memory accesses.  The producer writes a message, then `head` with *release*; the
 * consumer reads `head` with *acquire*, then the message.  Whoever sees the index sees the message.
 * In the other direction the same holds for `tail` and for having finished with a slot.
 *
 * Signals.  The consumer sleeps when it finds the ring empty, so the producer has to signal if its
 * message is the only one in the ring.  Each side first writes its own index and then reads the
 * other's:
 *
 *      producer: head = n + 1                 consumer: tail = n
 *                full fence                             full fence
 *                read tail: n?  signal                  read head: n?  sleep
 *
 * The fences make it impossible that both read the old value, the message in the ring, the consumer
 * asleep, and nobody signalled; release and acquire alone would allow it.  A signal that comes
 * before the consumer sleeps is not lost: it is delivered as soon as it waits.  The same with full.
 */
#pragma once

#include <microkit.h>

typedef seL4_Uint16 ring_index;

enum { RING_SLOTS = 64 };

_Static_assert((RING_SLOTS & (RING_SLOTS - 1)) == 0 && RING_SLOTS <= 0x8000,
               "a power of two, so that an index that wraps goes on at slot 0");

struct message {
    seL4_Word number;
    seL4_Word value;
};

/* A page that only the producer can write. */
struct produced {
    ring_index head;
    struct message slots[RING_SLOTS];
};

/* A page that only the consumer can write. */
struct consumed {
    ring_index tail;
};

_Static_assert(sizeof(struct produced) <= 4096, "shared_ring.system gives it one page");

/* What a call that puts or takes a message found. */
enum ring_result {
    RING_REFUSED,   /* nothing was done: the ring is full (empty) */
    RING_DONE,
    RING_DONE_WAKE  /* done, and it was empty (full): the other side may sleep, signal it */
};

static inline ring_index ring_count(ring_index head, ring_index tail)
{
    return (ring_index)(head - tail);
}

static inline void ring_full_fence(void)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Producer: appends `message`. */
static inline enum ring_result ring_put(struct produced *produced, const struct consumed *consumed,
                                        struct message message)
{
    ring_index head = produced->head; /* ours: nobody else writes it */

    if (ring_count(head, __atomic_load_n(&consumed->tail, __ATOMIC_ACQUIRE)) == RING_SLOTS) {
        return RING_REFUSED;
    }
    produced->slots[head % RING_SLOTS] = message;
    __atomic_store_n(&produced->head, (ring_index)(head + 1), __ATOMIC_RELEASE);
    ring_full_fence();
    if (__atomic_load_n(&consumed->tail, __ATOMIC_ACQUIRE) == head) {
        return RING_DONE_WAKE;
    }
    return RING_DONE;
}

/* Consumer: takes the oldest message. */
static inline enum ring_result ring_take(const struct produced *produced, struct consumed *consumed,
                                         struct message *message)
{
    ring_index tail = consumed->tail;

    if (__atomic_load_n(&produced->head, __ATOMIC_ACQUIRE) == tail) {
        return RING_REFUSED;
    }
    *message = produced->slots[tail % RING_SLOTS];
    __atomic_store_n(&consumed->tail, (ring_index)(tail + 1), __ATOMIC_RELEASE);
    ring_full_fence();
    if (ring_count(__atomic_load_n(&produced->head, __ATOMIC_ACQUIRE), tail) == RING_SLOTS) {
        return RING_DONE_WAKE;
    }
    return RING_DONE;
}
