/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Thread states.
 *
 *            resume, message, reply, signal
 *   INACTIVE ───────────────► RUNNING / RESTART ◄──────────┐
 *      ▲                          │ Send, Recv, Call, Wait │
 *      └── suspend, no handler ───┴──► BLOCKED_... ────────┘
 *
 * RESTART differs from RUNNING in where the thread goes on: at its restart pc,
 * the `svc` itself, instead of behind it.
 *
 * Threads that wait on an endpoint or a notification are in its queue.
 */
#include "thread.h"

#include "arch.h"
#include "endpoint.h"
#include "notification.h"
#include "reply.h"
#include "sched.h"
#include "sched_context.h"
#include "vcpu.h"

void thread_set_state(struct tcb *tcb, enum thread_state state)
{
    tcb->state = state;
    if (!thread_is_runnable(tcb)) {
        sched_stop(tcb);
    }
}

void thread_restart_later(struct tcb *tcb)
{
    tcb->state = THREAD_RESTART;
    sched_reschedule();
}

/* False: it waits for nothing. */
static bool thread_end_wait(struct tcb *tcb)
{
    switch (tcb->state) {
    case THREAD_BLOCKED_SEND:
    case THREAD_BLOCKED_RECV:
        endpoint_cancel_wait(tcb);
        break;
    case THREAD_BLOCKED_NOTIFICATION:
        wait_queue_remove(tcb);
        break;
    case THREAD_BLOCKED_REPLY:
        reply_cancel_caller(tcb);
        break;
    default:
        return false;
    }
    return true;
}

void thread_cancel_ipc(struct tcb *tcb)
{
    if (thread_end_wait(tcb)) {
        tcb->fault.type = seL4_Fault_NullFault;
        thread_set_state(tcb, THREAD_INACTIVE);
    }
}

void thread_suspend(struct tcb *tcb)
{
    thread_cancel_ipc(tcb);
    if (tcb->yield_to != NULL) {
        sched_context_cancel_yield(tcb);
    }
    if (tcb->state == THREAD_RUNNING) {
        tcb->context.reg[REG_PC] = tcb->context.next_pc;
    }
    thread_set_state(tcb, THREAD_INACTIVE);
}

void thread_resume(struct tcb *tcb)
{
    if (thread_is_runnable(tcb)) {
        return;
    }
    thread_cancel_ipc(tcb);
    thread_set_state(tcb, THREAD_RESTART);
    sched_wake(tcb);
}

void thread_restart_wait(struct tcb *tcb)
{
    if (tcb->fault.type != seL4_Fault_NullFault) {
        thread_cancel_ipc(tcb);
        return;
    }
    (void)thread_end_wait(tcb);
    thread_set_state(tcb, THREAD_RESTART);
    sched_wake(tcb);
}

void thread_die(struct tcb *tcb)
{
    thread_suspend(tcb);
    if (tcb->bound_notification != NULL) {
        notification_unbind(tcb->bound_notification);
    }
    if (tcb->sc != NULL) {
        sched_unbind(tcb->sc);
    }
    if (HAVE_VCPUS && tcb->vcpu != NULL) {
        vcpu_unbind(tcb->vcpu);
    }
    arch_fpu_forget(tcb);
}

void thread_set_pc(struct tcb *tcb, word_t pc)
{
    tcb->context.reg[REG_PC] = pc;
    tcb->context.next_pc = pc;
}

void thread_activate(struct tcb *tcb)
{
    thread_go_on(tcb);
    if (UNLIKELY(tcb->yield_to != NULL)) {
        sched_context_complete_yield(tcb);
    }
}

void thread_set_priority(struct tcb *tcb, uint8_t priority)
{
    struct queue *queue = tcb->blocked_on;

    if (queue != NULL) {
        tcb->priority = priority;
        queue_change_key(queue, tcb, wait_queue_key(tcb));
    } else {
        sched_move(tcb, priority, tcb->domain);
    }
}

/* ---- Queues of blocked threads ---- */

void wait_queue_add(struct queue *queue, struct tcb *tcb)
{
    queue_insert(queue, tcb, wait_queue_key(tcb));
    tcb->blocked_on = queue;
}

void wait_queue_remove(struct tcb *tcb)
{
    queue_remove(tcb->blocked_on, tcb);
    tcb->blocked_on = NULL;
}
