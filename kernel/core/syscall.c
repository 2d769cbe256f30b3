/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ways into the kernel: system calls, interrupts and the exceptions of
 * threads (ABI.md 1.3).  Each accounts for time first and chooses who runs
 * last; in between one thing is done.
 */
#include "entry.h"

#include "check.h"
#include "console.h"
#include "cspace.h"
#include "debug.h"
#include "endpoint.h"
#include "fault.h"
#include "invoke.h"
#include "irq.h"
#include "notification.h"
#include "progress.h"
#include "refill.h"
#include "reply.h"
#include "sched.h"
#include "thread.h"
#include "utilisation.h"
#include "vcpu_events.h"

/* How messages are sent. */
enum {
    CALL = SEND_BLOCKING | SEND_CALL | SEND_LEND,
    SEND = SEND_BLOCKING,
    NB_SEND = 0,
    FIRST_PHASE = SEND_LEND | SEND_FIRST_PHASE
};

/* ---- Receive phase ---- */

COLD static struct cte *find_by_lookup(struct tcb *tcb, word_t cptr)
{
    struct lookup found = cspace_lookup(tcb, cptr);

    if (found.slot == NULL) {
        fault_raise_cap(tcb, cptr, true, found.failure);
    }
    return found.slot;
}

/* The slot at `cptr`; NULL after raising the fault if there is none. */
static inline struct cte *find(struct tcb *tcb, word_t cptr)
{
    struct cte *slot = cspace_direct(tcb, cptr);
    return LIKELY(slot != NULL) ? slot : find_by_lookup(tcb, cptr);
}

/* The reply object at `cptr`; NULL after raising the fault if there is none. */
static struct reply *find_reply(struct tcb *tcb, word_t cptr)
{
    struct cte *slot = find(tcb, cptr);

    if (slot == NULL) {
        return NULL;
    }
    if (cap_type(slot->cap) != CAP_REPLY) {
        fault_raise_cap(tcb, cptr, true, lookup_missing(0));
        return NULL;
    }
    return cap_reply(slot->cap);
}

/* How the receive phase of a system call behaves. */
enum receive_flag {
    RECEIVE_BLOCKING = 1,
    RECEIVE_REPLY = 2 /* its reply object's cptr is in REG_REPLY */
};

static void receive_endpoint(struct tcb *tcb, cap_t cap, unsigned flags)
{
    struct reply *reply = NULL;

    if (flags & RECEIVE_REPLY) {
        reply = find_reply(tcb, tcb->context.reg[REG_REPLY]);
        if (reply == NULL) {
            return;
        }
    }
    endpoint_receive(cap_endpoint(cap), tcb, reply, (flags & RECEIVE_BLOCKING) != 0);
}

static bool may_wait_on(const struct tcb *tcb, cap_t cap)
{
    const struct tcb *bound = cap_notification(cap)->bound;
    return (cap_rights(cap) & RIGHT_READ) != 0 && (bound == NULL || bound == tcb);
}

NOINLINE static void receive(struct tcb *tcb, word_t cptr, unsigned flags)
{
    struct cte *slot = find(tcb, cptr);

    progress_end(tcb);
    if (slot == NULL) {
        return;
    }
    cap_t cap = slot->cap;
    if (cap_type(cap) == CAP_ENDPOINT && (cap_rights(cap) & RIGHT_READ) != 0) {
        receive_endpoint(tcb, cap, flags);
    } else if (cap_type(cap) == CAP_NOTIFICATION && may_wait_on(tcb, cap)) {
        notification_receive(tcb, cap_notification(cap), (flags & RECEIVE_BLOCKING) != 0);
    } else {
        fault_raise_cap(tcb, cptr, true, lookup_missing(0));
    }
}

/* ---- System calls ---- */

static void api_syscall(struct tcb *tcb, int64_t number)
{
    const word_t *reg = tcb->context.reg;
    const unsigned recv = RECEIVE_BLOCKING | RECEIVE_REPLY;
    const unsigned wait = RECEIVE_BLOCKING;

    switch (number) {
    case seL4_SysCall:
        (void)invoke(tcb, reg[REG_CAP], CALL);
        break;
    case seL4_SysSend:
        (void)invoke(tcb, reg[REG_CAP], SEND);
        break;
    case seL4_SysNBSend:
        (void)invoke(tcb, reg[REG_CAP], NB_SEND);
        break;
    case seL4_SysReplyRecv:
        if (invoke(tcb, reg[REG_REPLY], FIRST_PHASE)) {
            receive(tcb, reg[REG_CAP], recv);
        }
        break;
    case seL4_SysNBSendRecv:
        if (invoke(tcb, reg[REG_SEND_DEST], FIRST_PHASE)) {
            receive(tcb, reg[REG_CAP], recv);
        }
        break;
    case seL4_SysNBSendWait:
        if (invoke(tcb, reg[REG_REPLY], FIRST_PHASE)) {
            receive(tcb, reg[REG_CAP], wait);
        }
        break;
    case seL4_SysRecv:
        receive(tcb, reg[REG_CAP], recv);
        break;
    case seL4_SysNBRecv:
        receive(tcb, reg[REG_CAP], RECEIVE_REPLY);
        break;
    case seL4_SysWait:
        receive(tcb, reg[REG_CAP], wait);
        break;
    case seL4_SysNBWait:
        receive(tcb, reg[REG_CAP], 0);
        break;
    default:
        progress_end(tcb);
        sched_yield_current();
        break;
    }
}

static bool is_api_syscall(int64_t number)
{
    return number <= seL4_SysCall && number >= seL4_SysYield;
}

/* ---- The two ends of an entry ---- */

/* The current thread's slice is over: its timeout handler is told, or it steps back. */
COLD static void end_slice(struct tcb *tcb)
{
    sched_slice_end();
    if (!refill_is_round_robin(tcb->sc) && fault_timeout_handled(tcb)) {
        fault_timeout(tcb);
    } else {
        sched_step_back();
    }
}

/* False if the budget of `tcb`, the current thread, is used up: then nothing is done
   for it now, it starts its system call again when it has budget. */
static inline bool enter_thread(struct tcb *tcb)
{
    if (sched_slice_lasts()) {
        return true;
    }
    thread_restart_later(tcb);
    end_slice(tcb);
    return false;
}

void kernel_leave(void)
{
    if (sched_is_undecided()) {
        sched_decide();
    }
    if (CONFIG_CHECK) {
        const char *broken = check_invariants();
        if (broken != NULL) {
            panic(__FILE__, __LINE__, broken);
        }
        sched_skip_time(); /* the check alone would use up every slice */
    }
}

void kernel_call_general(void)
{
    struct tcb *tcb = sched_current();

    (void)invoke(tcb, tcb->context.reg[REG_CAP], CALL);
    kernel_leave();
}

void kernel_receive_general(void)
{
    struct tcb *tcb = sched_current();
    int64_t number = (int64_t)tcb->context.reg[REG_SYSCALL];
    bool waits = number == seL4_SysWait || number == seL4_SysNBSendWait;

    receive(tcb, tcb->context.reg[REG_CAP], RECEIVE_BLOCKING | (waits ? 0 : RECEIVE_REPLY));
    kernel_leave();
}

void kernel_syscall_general(void)
{
    struct tcb *tcb = sched_current();
    int64_t number = (int64_t)tcb->context.reg[REG_SYSCALL];
    bool api = is_api_syscall(number);

    if (!api) {
        progress_end(tcb);
        if (debug_syscall(tcb, number)) {
            return;
        }
    }
    if (enter_thread(tcb)) {
        if (api) {
            api_syscall(tcb, number);
        } else {
            fault_set(tcb, seL4_Fault_UnknownSyscall, (word_t)number, 0, false);
            fault_raise(tcb);
        }
    }
    kernel_leave();
}

void kernel_fault_general(word_t type, word_t address, word_t status, bool flag)
{
    struct tcb *tcb = sched_current();

    if (enter_thread(tcb)) {
        fault_set(tcb, type, address, status, flag);
        fault_raise(tcb);
    }
    kernel_leave();
}

void kernel_interrupt(void)
{
    utilisation_begin();
    sched_enter();
    if (!sched_slice_lasts()) {
        end_slice(sched_current());
    }
    irq_handle();
    if (HAVE_VCPUS && irq_of_guest != 0) {
        vcpu_interrupt(irq_of_guest);
    }
    kernel_leave();
    utilisation_end();
}
