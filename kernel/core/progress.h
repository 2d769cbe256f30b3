/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How far a preempted operation has got.  Its system call starts again, and
 * whatever that finds may have changed by then: who shares the caller's CSpace
 * may have put another capability where it looks.  So the progress says what it is
 * with, and counts for nothing else.
 */
#pragma once

#include "sched.h"

/* The operations that go on where they stopped. */
enum progress_kind {
    PROGRESS_CANCEL, /* with an endpoint and a badge */
    PROGRESS_CACHE   /* with memory, from an address and as many bytes; plus enum cache_op */
};

/*
 * Where the current thread's operation `kind` with `object` and `detail` goes on; 0: at its
 * beginning.  To be advanced before it is preempted.
 */
static inline word_t *progress_with(unsigned kind, word_t object, word_t detail)
{
    struct progress *progress = &sched_current()->progress;

    if (progress->kind != kind || progress->object != object || progress->detail != detail) {
        *progress = (struct progress){.kind = kind, .object = object, .detail = detail};
    }
    return &progress->at;
}

/* The system call that `tcb` may have been preempted in is over, or will be another one. */
static inline void progress_end(struct tcb *tcb)
{
    tcb->progress.at = 0;
}
