/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of TCBs (ABI.md 10.1), but for those on registers, which are in
 * tcb_registers.c.
 */
#include "arch.h"
#include "asid.h"
#include "delete.h"
#include "derive.h"
#include "fault.h"
#include "invocation.h"
#include "ipc_buffer.h"
#include "notification.h"
#include "sched.h"
#include "sched_context.h"
#include "tcb_registers.h"
#include "thread.h"
#include "vcpu.h"
#include "vspace_switch.h"

/* ---- CSpace, VSpace, IPC buffer, handlers ---- */

/* A capability to be copied into a TCB slot. */
struct new_cap {
    cap_t cap;          /* null: the slot becomes empty */
    struct cte *source;
};

static void install(struct tcb *tcb, enum tcb_slot index, struct new_cap new_cap)
{
    delete_simple(&tcb->slot[index]);
    if (!cap_is_null(new_cap.cap)) {
        derive_insert(&tcb->slot[index], new_cap.cap, new_cap.source);
    }
}

static struct err plan_root(struct cte *source, word_t data, struct new_cap *root)
{
    cap_t cap = source->cap;

    if (data != 0) {
        cap = cap_set_data(cap, data, false);
    }
    root->source = source;
    return cap_copy(source, cap, &root->cap);
}

struct plan_space {
    struct new_cap cspace;
    struct new_cap vspace;
};

static struct err plan_space(const struct tcb *tcb, struct cte *cspace, word_t cspace_data,
                             struct cte *vspace, word_t vspace_data,
                             struct plan_space *plan)
{
    if (delete_is_long(&tcb->slot[TCB_CSPACE])) {
        return err_illegal();
    }
    TRY(plan_root(cspace, cspace_data, &plan->cspace));
    if (cap_type(plan->cspace.cap) != CAP_CNODE) {
        return err_illegal();
    }
    TRY(plan_root(vspace, vspace_data, &plan->vspace));
    return vspace_is_assigned(plan->vspace.cap) ? ok() : err_illegal();
}

static void commit_space(struct tcb *tcb, const struct plan_space *plan)
{
    delete_simple(&tcb->slot[TCB_CSPACE]);
    derive_insert_root(tcb, plan->cspace.cap, plan->cspace.source);
    install(tcb, TCB_VSPACE, plan->vspace);
    if (HAVE_VCPUS && tcb->vcpu != NULL) {
        arch_vcpu_forget(tcb->vcpu); /* what it knows of its own tables is the old space's */
    }
    if (tcb == sched_current()) {
        vspace_switch(tcb);
    }
}

/* Address 0 means no buffer, whatever the capability. */
static struct err plan_buffer(struct cte *source, vaddr_t address, struct new_cap *buffer)
{
    buffer->source = source;
    buffer->cap = cap_null();
    if (address == 0) {
        return ok();
    }
    TRY(ipc_buffer_check(source->cap, address));
    return cap_copy(source, source->cap, &buffer->cap);
}

static void commit_buffer(struct tcb *tcb, struct new_cap buffer, vaddr_t address)
{
    install(tcb, TCB_IPC_BUFFER, buffer);
    tcb->ipc_buffer = address;
}

static struct err tcb_configure(struct invocation *call)
{
    struct new_cap buffer;
    struct plan_space space;

    TRY(plan_buffer(call->extra[2], call->mr[2], &buffer));
    TRY(plan_space(target(call), call->extra[0], call->mr[0], call->extra[1], call->mr[1],
                   &space));
    commit_buffer(target(call), buffer, call->mr[2]);
    commit_space(target(call), &space);
    return ok();
}

/* A fault or timeout handler from extra capability `k`. */
static struct err plan_handler(const struct invocation *call, unsigned k,
                               struct new_cap *handler)
{
    handler->source = call->extra[k];
    handler->cap = call->extra[k]->cap;
    return fault_handler_ok(handler->cap) ? ok() : err_capability(k + 1);
}

/* The handler that is there goes, with whoever waits on it if nobody else leads to its endpoint.
   Preemptible. */
static struct err install_handler(struct tcb *tcb, enum tcb_slot index, struct new_cap handler)
{
    TRY(delete_slot(&tcb->slot[index]));
    install(tcb, index, handler);
    return ok();
}

static struct err tcb_set_space(struct invocation *call)
{
    struct plan_space space;
    struct new_cap handler;

    TRY(plan_space(target(call), call->extra[1], call->mr[0], call->extra[2], call->mr[1],
                   &space));
    TRY(plan_handler(call, 0, &handler));
    TRY(install_handler(target(call), TCB_FAULT_HANDLER, handler));
    commit_space(target(call), &space);
    return ok();
}

static struct err tcb_set_ipc_buffer(struct invocation *call)
{
    struct new_cap buffer;

    TRY(plan_buffer(call->extra[0], call->mr[0], &buffer));
    commit_buffer(target(call), buffer, call->mr[0]);
    return ok();
}

static struct err tcb_set_timeout_endpoint(struct invocation *call)
{
    struct new_cap handler;

    TRY(plan_handler(call, 0, &handler));
    return install_handler(target(call), TCB_TIMEOUT_HANDLER, handler);
}

/* ---- Priorities and scheduling ---- */

/* May the holder of `authority` grant priority `value`? */
static struct err check_priority(cap_t authority, word_t value)
{
    if (cap_type(authority) != CAP_TCB) {
        return err_capability(1);
    }
    word_t most = cap_tcb(authority)->mcp;
    return value <= most ? ok() : err_range(0, most);
}

static struct err tcb_set_priority(struct invocation *call)
{
    TRY(check_priority(invocation_cap(call, 0), call->mr[0]));
    thread_set_priority(target(call), (uint8_t)call->mr[0]);
    return ok();
}

static struct err tcb_set_mc_priority(struct invocation *call)
{
    TRY(check_priority(invocation_cap(call, 0), call->mr[0]));
    target(call)->mcp = (uint8_t)call->mr[0];
    return ok();
}

/* The scheduling context argument: null unbinds, the bound one changes
   nothing. */
static struct err check_sched_context(const struct tcb *tcb, cap_t cap)
{
    if (cap_is_null(cap)) {
        return tcb == sched_current() ? err_illegal() : ok();
    }
    if (cap_type(cap) != CAP_SCHED_CONTEXT) {
        return err_capability(2);
    }
    struct sched_context *sc = cap_sched_context(cap);
    if (sc == tcb->sc) {
        return ok();
    }
    if (tcb->sc != NULL || sc->tcb != NULL || !sched_context_fits(sc, tcb)) {
        return err_illegal();
    }
    return ok();
}

static void commit_sched_context(struct tcb *tcb, cap_t cap)
{
    if (cap_is_null(cap)) {
        if (tcb->sc != NULL) {
            sched_unbind(tcb->sc);
        }
    } else if (cap_sched_context(cap) != tcb->sc) {
        sched_context_bind(cap_sched_context(cap), tcb);
    }
}

static struct err tcb_set_sched_params(struct invocation *call)
{
    struct tcb *tcb = target(call);
    struct new_cap handler;

    TRY(check_priority(invocation_cap(call, 0), call->mr[0]));
    TRY(check_priority(invocation_cap(call, 0), call->mr[1]));
    TRY(check_sched_context(tcb, invocation_cap(call, 1)));
    TRY(plan_handler(call, 2, &handler));
    TRY(install_handler(tcb, TCB_FAULT_HANDLER, handler));
    tcb->mcp = (uint8_t)call->mr[0];
    thread_set_priority(tcb, (uint8_t)call->mr[1]);
    commit_sched_context(tcb, invocation_cap(call, 1));
    return ok();
}

static struct err tcb_suspend(struct invocation *call)
{
    thread_suspend(target(call));
    return ok();
}

static struct err tcb_resume(struct invocation *call)
{
    thread_resume(target(call));
    return ok();
}

/* ---- The rest ---- */

static struct err tcb_bind_notification(struct invocation *call)
{
    struct tcb *tcb = target(call);
    cap_t cap = invocation_cap(call, 0);

    if (tcb->bound_notification != NULL || cap_type(cap) != CAP_NOTIFICATION ||
        (cap_rights(cap) & RIGHT_READ) == 0) {
        return err_illegal();
    }
    struct notification *ntfn = cap_notification(cap);
    if (ntfn->queue.head != NULL || ntfn->bound != NULL) {
        return err_illegal();
    }
    notification_bind(ntfn, tcb);
    return ok();
}

static struct err tcb_unbind_notification(struct invocation *call)
{
    if (target(call)->bound_notification == NULL) {
        return err_illegal();
    }
    notification_unbind(target(call)->bound_notification);
    return ok();
}

/* Who does not have the physical timer gives it to nobody: it would have it by way of a child. */
static struct err tcb_set_flags(struct invocation *call)
{
    struct tcb *tcb = target(call);
    word_t known = seL4_TCBFlag_fpuDisabled | bulkhead_TCBFlag_physicalTimerDisabled;
    word_t lasting = sched_current()->flags & bulkhead_TCBFlag_physicalTimerDisabled;

    tcb->flags = (uint32_t)((tcb->flags & (~call->mr[0] | lasting)) | (call->mr[1] & known));
    arch_flags_changed(tcb);
    call->result[0] = tcb->flags;
    call->result_length = 1;
    return ok();
}

static const struct method tcb_methods[] = {
    {TCBReadRegisters, 2, 0, tcb_read_registers},
    {TCBWriteRegisters, 2, 0, tcb_write_registers},
    {TCBCopyRegisters, 1, 1, tcb_copy_registers},
    {TCBConfigure, 3, 3, tcb_configure},
    {TCBSetPriority, 1, 1, tcb_set_priority},
    {TCBSetMCPriority, 1, 1, tcb_set_mc_priority},
    {TCBSetSchedParams, 2, 3, tcb_set_sched_params},
    {TCBSetTimeoutEndpoint, 0, 1, tcb_set_timeout_endpoint},
    {TCBSetIPCBuffer, 1, 1, tcb_set_ipc_buffer},
    {TCBSetSpace, 2, 3, tcb_set_space},
    {TCBSuspend, 0, 0, tcb_suspend},
    {TCBResume, 0, 0, tcb_resume},
    {TCBBindNotification, 0, 1, tcb_bind_notification},
    {TCBUnbindNotification, 0, 0, tcb_unbind_notification},
    {TCBSetTLSBase, 1, 0, tcb_set_tls_base},
    {TCBSetFlags, 2, 0, tcb_set_flags},
    {0, 0, 0, NULL},
};

static void tcb_finalise(cap_t cap)
{
    thread_die(cap_tcb(cap));
    derive_forget_root(cap_tcb(cap));
}

static struct cte *tcb_slots(cap_t cap, word_t *count)
{
    *count = TCB_SLOTS;
    return cap_tcb(cap)->slot;
}

const struct cap_kind tcb_kind = {
    .bits = seL4_TCBBits,
    .finalise = tcb_finalise,
    .slots = tcb_slots,
    .methods = tcb_methods,
    .not_before_receive = true,
};
