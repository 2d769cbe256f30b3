/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invocations of scheduling contexts and of SchedControl.
 */
#include "sched_context.h"

#include "invocation.h"
#include "ipc.h"
#include "refill.h"
#include "reply.h"
#include "sched.h"
#include "thread.h"

/* ---- Binding ---- */

bool sched_context_fits(struct sched_context *sc, const struct tcb *tcb)
{
    bool blocked = !thread_is_runnable(tcb) && tcb->state != THREAD_INACTIVE;
    return !blocked || (sc->refill_max > 0 && refill_ready(sc, sched_now()));
}

void sched_context_bind(struct sched_context *sc, struct tcb *tcb)
{
    sc->tcb = tcb;
    tcb->sc = sc;
    sched_wake(tcb);
}

static void unbind_notification(struct sched_context *sc)
{
    if (sc->notification != NULL) {
        sc->notification->sc = NULL;
        sc->notification = NULL;
    }
}

static void unbind_all(struct sched_context *sc)
{
    sched_unbind(sc);
    unbind_notification(sc);
    reply_detach_stack(sc);
}

/* Whoever uses it goes without. */
static void sched_context_finalise(cap_t cap)
{
    struct sched_context *sc = cap_sched_context(cap);

    unbind_all(sc);
    if (sc->yield_from != NULL) {
        sched_context_complete_yield(sc->yield_from);
    }
    sched_forget(sc);
    sc->refill_max = 0;
}

static struct err bind_tcb(struct sched_context *sc, struct tcb *tcb)
{
    if (sc->tcb != NULL || tcb->sc != NULL || !sched_context_fits(sc, tcb)) {
        return err_illegal();
    }
    sched_context_bind(sc, tcb);
    return ok();
}

static struct err bind_notification(struct sched_context *sc, struct notification *ntfn)
{
    if (sc->notification != NULL || ntfn->sc != NULL) {
        return err_illegal();
    }
    sc->notification = ntfn;
    ntfn->sc = sc;
    return ok();
}

static struct err sched_context_bind_method(struct invocation *call)
{
    struct sched_context *sc = cap_sched_context(call->cap);
    cap_t object = invocation_cap(call, 0);

    switch (cap_type(object)) {
    case CAP_TCB:
        return bind_tcb(sc, cap_tcb(object));
    case CAP_NOTIFICATION:
        return bind_notification(sc, cap_notification(object));
    default:
        return err_capability(1);
    }
}

static struct err sched_context_unbind_method(struct invocation *call)
{
    struct sched_context *sc = cap_sched_context(call->cap);

    if (sc->tcb == sched_current()) {
        return err_illegal();
    }
    unbind_all(sc);
    return ok();
}

static struct err sched_context_unbind_object(struct invocation *call)
{
    struct sched_context *sc = cap_sched_context(call->cap);
    cap_t object = invocation_cap(call, 0);

    switch (cap_type(object)) {
    case CAP_TCB:
        if (sc->tcb != cap_tcb(object) || sc->tcb == sched_current()) {
            return err_illegal();
        }
        sched_unbind(sc);
        return ok();
    case CAP_NOTIFICATION:
        if (sc->notification != cap_notification(object)) {
            return err_illegal();
        }
        unbind_notification(sc);
        return ok();
    default:
        return err_capability(1);
    }
}

/* ---- Consumption ---- */

/* Microseconds used since last asked. */
static word_t take_consumed(struct sched_context *sc)
{
    word_t us = ticks_to_us(sc->consumed);

    sc->consumed = 0;
    return us;
}

static struct err answer_consumed(struct invocation *call, struct sched_context *sc)
{
    call->result[0] = take_consumed(sc);
    call->result_length = 1;
    return ok();
}

static struct err sched_context_consumed(struct invocation *call)
{
    sched_charge();
    return answer_consumed(call, cap_sched_context(call->cap));
}

void sched_context_cancel_yield(struct tcb *tcb)
{
    tcb->yield_to->yield_from = NULL;
    tcb->yield_to = NULL;
}

void sched_context_complete_yield(struct tcb *tcb)
{
    word_t consumed = take_consumed(tcb->yield_to);

    sched_context_cancel_yield(tcb);
    ipc_write(tcb, 0, seL4_NoError, &consumed, 1);
}

static struct err sched_context_yield_to(struct invocation *call)
{
    struct sched_context *sc = cap_sched_context(call->cap);
    struct tcb *caller = sched_current();
    struct tcb *target = sc->tcb;

    if (target == NULL || target == caller || target->priority > caller->mcp) {
        return err_illegal();
    }
    if (sc->yield_from != NULL) {
        sched_context_complete_yield(sc->yield_from);
    }
    sched_charge();
    if (target->place == PLACE_RELEASE && refill_ready(sc, sched_now())) {
        sched_dequeue(target); /* its budget has just returned */
        sched_wake(target);
    }
    if (!sched_can_run(target)) {
        return answer_consumed(call, sc);
    }
    if (target->priority < caller->priority) {
        sched_move(target, target->priority, target->domain); /* head of its queue */
        return answer_consumed(call, sc);
    }
    thread_set_state(caller, THREAD_RUNNING);
    if (call->wants_result) {
        sc->yield_from = caller;
        caller->yield_to = sc;
    }
    sched_yield_to(target);
    return err_deferred();
}

static const struct method sched_context_methods[] = {
    {SchedContextBind, 0, 1, sched_context_bind_method},
    {SchedContextUnbind, 0, 0, sched_context_unbind_method},
    {SchedContextUnbindObject, 0, 1, sched_context_unbind_object},
    {SchedContextConsumed, 0, 0, sched_context_consumed},
    {SchedContextYieldTo, 0, 0, sched_context_yield_to},
    {0, 0, 0, NULL},
};

const struct cap_kind sched_context_kind = {
    .size = cap_size_of_field,
    .finalise = sched_context_finalise,
    .methods = sched_context_methods,
    .not_before_receive = true,
};

/* ---- SchedControl ---- */

struct plan_configure {
    struct sched_context *sc;
    ticks_t budget;
    ticks_t period; /* 0: round robin */
    unsigned refills;
    word_t badge;
    bool sporadic;
};

static bool time_ok(word_t us)
{
    return us >= MIN_BUDGET_US && us <= MAX_PERIOD_US;
}

static struct err plan_configure(const struct invocation *call, struct plan_configure *plan)
{
    word_t budget = call->mr[0];
    word_t period = call->mr[1];
    word_t extra = call->mr[2];
    cap_t cap = invocation_cap(call, 0);

    if (!time_ok(budget) || !time_ok(period)) {
        return err_range(MIN_BUDGET_US, MAX_PERIOD_US);
    }
    plan->budget = us_to_ticks(budget);
    plan->period = us_to_ticks(period);
    if (plan->budget > plan->period) {
        return err_range(MIN_BUDGET_US, period);
    }
    if (cap_type(cap) != CAP_SCHED_CONTEXT) {
        return err_capability(1);
    }
    word_t most = refill_capacity((unsigned)cap_size_bits(cap)) - MIN_REFILLS;
    if (extra > most) {
        return err_range(0, most);
    }
    if (plan->budget == plan->period) {
        plan->period = 0;
        extra = 0;
    }
    plan->refills = MIN_REFILLS + (unsigned)extra;
    plan->badge = call->mr[3];
    plan->sporadic = (call->mr[4] & seL4_SchedContext_Sporadic) != 0;
    plan->sc = cap_sched_context(cap);
    return ok();
}

static struct err sched_control_configure(struct invocation *call)
{
    struct plan_configure plan;

    TRY(plan_configure(call, &plan));
    struct sched_context *sc = plan.sc;
    sched_charge();
    if (sc->tcb != NULL) {
        sched_dequeue(sc->tcb); /* its queue may be sorted by what changes */
    }
    sc->badge = plan.badge;
    sc->sporadic = plan.sporadic;
    if (sc->refill_max > 0 && sc->tcb != NULL && thread_is_runnable(sc->tcb)) {
        refill_update(sc, plan.refills, plan.budget, plan.period, sched_now());
    } else {
        refill_new(sc, plan.refills, plan.budget, plan.period, sched_now());
    }
    sched_budget_changed(sc);
    return ok();
}

static const struct method sched_control_methods[] = {
    {SchedControlConfigureFlags, 5, 1, sched_control_configure},
    {0, 0, 0, NULL},
};

const struct cap_kind sched_control_kind = {
    .methods = sched_control_methods,
    .not_before_receive = true,
};
