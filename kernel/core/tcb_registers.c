/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations on a thread's registers (ABI.md 10.1; their order: 1.5).
 */
#include "tcb_registers.h"

#include "arch.h"
#include "progress.h"
#include "sched.h"
#include "thread.h"
#include "vcpu.h"

struct err tcb_read_registers(struct invocation *call)
{
    word_t count = call->mr[1];

    if (count < 1 || count > seL4_UserContextWords) {
        return err_range(1, seL4_UserContextWords);
    }
    if (target(call) == sched_current()) {
        return err_illegal();
    }
    if (call->mr[0] & 1) {
        thread_suspend(target(call));
    }
    for (word_t i = 0; i < count; i++) { /* at most 36 */
        call->result[i] = target(call)->context.reg[i];
    }
    call->result_length = (unsigned)count;
    return ok();
}

static void registers_changed(struct tcb *tcb)
{
    thread_set_pc(tcb, tcb->context.reg[REG_PC]);
    progress_end(tcb); /* it may make another system call now */
    if (tcb == sched_current()) {
        sched_reschedule();
    }
}

struct err tcb_write_registers(struct invocation *call)
{
    struct tcb *tcb = target(call);

    if (call->length - 2 < call->mr[1]) {
        return err_truncated();
    }
    if (tcb == sched_current()) {
        return err_illegal();
    }
    unsigned count = (unsigned)min_word(call->mr[1], seL4_UserContextWords);
    for (unsigned i = 0; i < count; i++) { /* at most 36 */
        tcb->context.reg[i] = vcpu_sanitise_register(tcb, i, invocation_word(call, 2 + i));
    }
    registers_changed(tcb);
    if (call->mr[0] & 1) {
        thread_resume(tcb);
    }
    return ok();
}

enum copy_flags { COPY_SUSPEND = 1, COPY_RESUME = 2, COPY_FRAME = 4, COPY_INTEGER = 8 };

static void copy_registers(struct tcb *to, const struct tcb *from, unsigned first,
                           unsigned end)
{
    for (unsigned i = first; i < end; i++) { /* at most 19 */
        to->context.reg[i] = from->context.reg[i];
    }
    /* A guest's would send another thread to EL1. */
    if (HAVE_VCPUS) {
        word_t *spsr = &to->context.reg[REG_SPSR];
        *spsr = vcpu_sanitise_register(to, REG_SPSR, *spsr);
    }
}

struct err tcb_copy_registers(struct invocation *call)
{
    if (cap_type(invocation_cap(call, 0)) != CAP_TCB) {
        return err_capability(1);
    }
    struct tcb *from = cap_tcb(invocation_cap(call, 0));
    struct tcb *to = target(call);
    word_t flags = call->mr[0];

    if (flags & COPY_SUSPEND) {
        thread_suspend(from);
    }
    if (flags & COPY_RESUME) {
        thread_resume(to);
    }
    if (flags & COPY_FRAME) {
        copy_registers(to, from, 0, seL4_UserContextFrameWords);
        registers_changed(to);
    }
    if (flags & COPY_INTEGER) {
        copy_registers(to, from, seL4_UserContextFrameWords, seL4_UserContextWords);
    }
    return ok();
}

struct err tcb_set_tls_base(struct invocation *call)
{
    target(call)->context.reg[REG_TLS_BASE] = call->mr[0];
    return ok();
}
