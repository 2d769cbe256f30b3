/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the short ways of system calls share: fastpath.c, fastpath_call.c.
 */
#pragma once

#include "cspace.h"
#include "entry.h"
#include "ipc.h"
#include "notification.h"
#include "progress.h"
#include "thread.h"

/* What `cptr` leads to, if the root CNode alone resolves it; else null. */
static inline cap_t fast_lookup(const struct tcb *tcb, word_t cptr)
{
    const struct cte *slot = cspace_direct(tcb, cptr);

    return slot == NULL ? cap_null() : slot->cap;
}

/* Do capabilities go along with the message of `tcb`?  They have to resolve even if nothing comes
   of it. */
static inline bool fast_has_caps(const struct tcb *tcb)
{
    return info_caps(tcb->context.reg[REG_INFO]) != 0;
}

/* `tcb`, alone in `queue`, stops waiting. */
static inline void fast_leave(struct queue *queue, struct tcb *tcb)
{
    queue_remove_only(queue);
    tcb->blocked_on = NULL;
}

/* `tcb` waits, alone in `queue`. */
static inline void fast_wait(struct queue *queue, struct tcb *tcb, enum thread_state state)
{
    tcb->state = state;
    progress_end(tcb);
    queue_insert_only(queue, tcb, wait_queue_key(tcb));
    tcb->blocked_on = queue;
}

/* Would `tcb`, about to block, give back time that `ntfn` (may be NULL) lent it? */
static inline bool fast_gives_back(const struct tcb *tcb, const struct notification *ntfn)
{
    return ntfn != NULL && ntfn->sc != NULL && ntfn->sc == tcb->sc;
}

/* A number that is no system call of all builds: a debug build's, or a fault. */
void fast_unknown_syscall(struct tcb *tcb);

/* The short ways of Call and ReplyRecv. */
void fast_call(struct tcb *caller);
void fast_reply_recv(struct tcb *server);
