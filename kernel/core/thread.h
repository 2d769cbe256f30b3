/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads' states, apart from when they run.
 */
#pragma once

#include "queue.h"

/* Set the state; a thread that leaves the runnable states leaves its queue. */
void thread_set_state(struct tcb *tcb, enum thread_state state);

/* `tcb`, the current one, runs its system call or faulting instruction again when it runs next. */
void thread_restart_later(struct tcb *tcb);

/* End whatever `tcb` is blocked in; it becomes inactive.  No effect on a thread
   that is not blocked. */
void thread_cancel_ipc(struct tcb *tcb);

/* TCB_Suspend: stop, wherever it is. */
void thread_suspend(struct tcb *tcb);

/* TCB_Resume: start again from the restart pc, unless it runs already. */
void thread_resume(struct tcb *tcb);

/* What `tcb` waits on goes away: it calls again (a thread that waits with a fault
   becomes inactive). */
void thread_restart_wait(struct tcb *tcb);

/* The TCB is destroyed: stop and unbind from everything but its slots. */
void thread_die(struct tcb *tcb);

/* The thread is about to run: where it goes on. */
static inline void thread_go_on(struct tcb *tcb)
{
    if (tcb->state == THREAD_RESTART) {
        tcb->context.next_pc = tcb->context.reg[REG_PC];
        tcb->state = THREAD_RUNNING;
    }
}

/* So, and what it waited for in YieldTo is over. */
void thread_activate(struct tcb *tcb);

/* Set the program counter for restart and resumption alike. */
void thread_set_pc(struct tcb *tcb, word_t pc);

/* Set the priority; the thread finds its place in whatever queue it is in. */
void thread_set_priority(struct tcb *tcb, uint8_t priority);

/* ---- Queues of blocked threads ---- */

/* By priority, first come first served within one. */
void wait_queue_add(struct queue *queue, struct tcb *tcb);
void wait_queue_remove(struct tcb *tcb);

/* The key in such a queue. */
static inline word_t wait_queue_key(const struct tcb *tcb)
{
    return seL4_MaxPrio - tcb->priority;
}
