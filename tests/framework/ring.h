/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queues in shared memory, each with one producer and one consumer.
 *
 * A consumer that is about to wait says so, and looks once more; a producer that
 * has added something looks whether the consumer waits, and signals only then.
 * One of the two sees what the other wrote: that is what the full fences are for.
 */
#pragma once

#include <microkit.h>

struct ring {
    seL4_Uint32 read;    /* the consumer's: so many entries were taken */
    seL4_Uint32 written; /* the producer's: so many were added */
    seL4_Uint32 waits;   /* the consumer wants a signal */
};

static inline seL4_Uint32 ring_filled(const struct ring *r)
{
    return __atomic_load_n(&r->written, __ATOMIC_ACQUIRE) -
           __atomic_load_n(&r->read, __ATOMIC_ACQUIRE);
}

static inline void ring_add(struct ring *r)
{
    __atomic_store_n(&r->written, r->written + 1, __ATOMIC_RELEASE);
}

static inline void ring_drop(struct ring *r)
{
    __atomic_store_n(&r->read, r->read + 1, __ATOMIC_RELEASE);
}

/* False if something has come meanwhile. */
static inline seL4_Bool ring_may_wait(struct ring *r)
{
    __atomic_store_n(&r->waits, 1, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return ring_filled(r) == 0;
}

/* True once for each time that the consumer waits. */
static inline seL4_Bool ring_must_signal(struct ring *r)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    if (ring_filled(r) == 0 || __atomic_load_n(&r->waits, __ATOMIC_RELAXED) == 0) {
        return seL4_False;
    }
    __atomic_store_n(&r->waits, 0, __ATOMIC_RELAXED);
    return seL4_True;
}

/* ---- requests to the DMA engine, and what came of them ---- */

enum { REQUESTS_MOST = 8 };

enum status { STATUS_DONE, STATUS_OUTSIDE, STATUS_DEVICE };

struct request {
    seL4_Word place;   /* where the data is to go: an offset, behind the virtualiser an address */
    seL4_Uint32 bytes;
    seL4_Uint32 item;  /* which data */
    seL4_Uint32 cookie;
    seL4_Uint32 status; /* in the answer: enum status */
};

struct requests {
    struct ring ring;
    struct request entries[REQUESTS_MOST];
};

/* One region for both directions. */
struct request_queues {
    struct requests asked;
    struct requests answered;
};

static inline seL4_Bool requests_put(struct requests *q, const struct request *r)
{
    if (ring_filled(&q->ring) == REQUESTS_MOST) {
        return seL4_False;
    }
    q->entries[q->ring.written % REQUESTS_MOST] = *r;
    ring_add(&q->ring);
    return seL4_True;
}

static inline seL4_Bool requests_take(struct requests *q, struct request *r)
{
    if (ring_filled(&q->ring) == 0) {
        return seL4_False;
    }
    *r = q->entries[q->ring.read % REQUESTS_MOST];
    ring_drop(&q->ring);
    return seL4_True;
}

/* ---- text for the console ---- */

enum { TEXT_BYTES = 512 };

struct text {
    struct ring ring;
    char bytes[TEXT_BYTES];
};

static inline seL4_Bool text_put(struct text *t, char c)
{
    if (ring_filled(&t->ring) == TEXT_BYTES) {
        return seL4_False;
    }
    t->bytes[t->ring.written % TEXT_BYTES] = c;
    ring_add(&t->ring);
    return seL4_True;
}

static inline char text_peek(const struct text *t, seL4_Uint32 ahead)
{
    return t->bytes[(t->ring.read + ahead) % TEXT_BYTES];
}
