/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations on time: domains, scheduling contexts and their budgets.  Errors
 * and argument names as in invocations.h.
 */
#pragma once

#include <sel4/invocations.h>

static inline seL4_Error seL4_DomainSet_Set(seL4_DomainSet _service, seL4_Uint8 domain,
                                            seL4_TCB thread)
{
    seL4_SetCap(0, thread);
    return sel4_invoke_words(_service, DomainSetSet, 1, 1, domain, 0, 0, 0);
}

static inline seL4_Error seL4_DomainSet_ScheduleConfigure(seL4_DomainSet _service, seL4_Word index,
                                                          seL4_Uint8 domain, seL4_Ticks duration)
{
    return sel4_invoke_words(_service, DomainScheduleConfigure, 0, 3, index, domain, duration, 0);
}

static inline seL4_Error seL4_DomainSet_ScheduleSetStart(seL4_DomainSet _service, seL4_Word index)
{
    return sel4_invoke_words(_service, DomainScheduleSetStart, 0, 1, index, 0, 0, 0);
}

/* Budget and period in microseconds; equal ones mean round robin.  `badge` is the data of Timeout
   faults. */
static inline seL4_Error seL4_SchedControl_ConfigureFlags(seL4_SchedControl _service,
                                                          seL4_SchedContext schedcontext,
                                                          seL4_Time budget, seL4_Time period,
                                                          seL4_Word extra_refills,
                                                          seL4_Word badge, seL4_Word flags)
{
    seL4_SetCap(0, schedcontext);
    seL4_SetMR(4, flags);
    return sel4_invoke_words(_service, SchedControlConfigureFlags, 1, 5, budget, period,
                             extra_refills, badge);
}

/* How many `extra_refills` a scheduling context of 2^size_bits bytes has room for. */
static inline seL4_Word seL4_MaxExtraRefills(seL4_Word size_bits)
{
    return (LIBSEL4_BIT(size_bits) - seL4_CoreSchedContextBytes) / seL4_RefillSizeBytes - 2;
}

static inline seL4_Error seL4_SchedControl_Configure(seL4_SchedControl _service,
                                                     seL4_SchedContext schedcontext,
                                                     seL4_Time budget, seL4_Time period,
                                                     seL4_Word extra_refills, seL4_Word badge)
{
    return seL4_SchedControl_ConfigureFlags(_service, schedcontext, budget, period, extra_refills,
                                            badge, seL4_SchedContext_NoFlag);
}

/* `cap`: a TCB or a notification. */
static inline seL4_Error seL4_SchedContext_Bind(seL4_SchedContext _service, seL4_CPtr cap)
{
    seL4_SetCap(0, cap);
    return sel4_invoke_bare(_service, SchedContextBind, 1);
}

static inline seL4_Error seL4_SchedContext_Unbind(seL4_SchedContext _service)
{
    return sel4_invoke_bare(_service, SchedContextUnbind, 0);
}

static inline seL4_Error seL4_SchedContext_UnbindObject(seL4_SchedContext _service, seL4_CPtr cap)
{
    seL4_SetCap(0, cap);
    return sel4_invoke_bare(_service, SchedContextUnbindObject, 1);
}

typedef struct {
    int error;
    seL4_Time consumed; /* since this was last asked */
} seL4_SchedContext_Consumed_t;

static inline seL4_SchedContext_Consumed_t seL4_SchedContext_Consumed(seL4_SchedContext _service)
{
    seL4_SchedContext_Consumed_t result;
    struct sel4_regs r;

    sel4_regs_any(&r);
    result.error = (int)sel4_invoke(_service, SchedContextConsumed, 0, 0, &r);
    result.consumed = r.mr0;
    return result;
}

typedef struct {
    int error;
    seL4_Time consumed; /* by the thread that this one yielded to */
} seL4_SchedContext_YieldTo_t;

static inline seL4_SchedContext_YieldTo_t seL4_SchedContext_YieldTo(seL4_SchedContext _service)
{
    seL4_SchedContext_YieldTo_t result;
    struct sel4_regs r;

    sel4_regs_any(&r);
    result.error = (int)sel4_invoke(_service, SchedContextYieldTo, 0, 0, &r);
    result.consumed = r.mr0;
    return result;
}
