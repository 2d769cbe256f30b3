/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fake kernel's threads and scheduling contexts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "../between.h"
#include "fake_kernel.h"

enum { MIN_BUDGET_US = 20 };

static struct fake_object *tcb_of(seL4_CPtr service)
{
    struct fake_cap *cap = fake_find(service);

    assert_int_equal(cap->kind, FAKE_TCB);
    return cap->object;
}

void sel4_debug_name_thread(seL4_CPtr tcb, const char *name)
{
    struct fake_object *t = tcb_of(tcb);

    assert_true(strlen(name) < sizeof t->u.tcb.name);
    strcpy(t->u.tcb.name, name);
}

seL4_Error seL4_SchedControl_ConfigureFlags(seL4_CPtr service, seL4_CPtr context,
                                            seL4_Time budget, seL4_Time period,
                                            seL4_Word extra_refills, seL4_Word badge,
                                            seL4_Word flags)
{
    struct fake_cap *cap = fake_find(context);

    assert_int_equal(fake_find(service)->kind, FAKE_SCHED_CONTROL);
    if (fake_fails_now() || budget < MIN_BUDGET_US || budget > period) {
        return seL4_RangeError;
    }
    if (cap->kind != FAKE_SCHED_CONTEXT) {
        return seL4_InvalidCapability;
    }
    if (extra_refills > ((1ull << cap->object->bits) - 128) / 16) {
        return seL4_RangeError;
    }
    assert_int_equal(flags, 0);
    cap->object->u.context.budget = budget;
    cap->object->u.context.period = period;
    cap->object->u.context.extra_refills = extra_refills;
    cap->object->u.context.badge = badge;
    if (cap->object == fake.initial_context && budget < fake.time_at_hand) {
        fake.time_at_hand = budget;
    }
    return seL4_NoError;
}

/* Otherwise than in round robin, the caller would wait until a period ends. */
void seL4_Yield(void)
{
    const struct fake_object *context = fake.initial_context;

    assert_int_equal(context->u.context.budget, context->u.context.period);
    fake.time_at_hand = context->u.context.budget;
}

seL4_Error seL4_SchedContext_Bind(seL4_CPtr service, seL4_CPtr cap)
{
    struct fake_cap *context = fake_find(service);
    struct fake_cap *notification = fake_find(cap);

    assert_int_equal(context->kind, FAKE_SCHED_CONTEXT);
    if (notification->kind != FAKE_NOTIFICATION) {
        return seL4_InvalidCapability;
    }
    if (fake_fails_now() || context->object->u.context.notification != NULL) {
        return seL4_IllegalOperation;
    }
    context->object->u.context.notification = notification->object;
    return seL4_NoError;
}

seL4_Error seL4_TCB_Configure(seL4_CPtr service, seL4_CPtr cspace, seL4_Word cspace_data,
                              seL4_CPtr vspace, seL4_Word vspace_data, seL4_Word buffer,
                              seL4_CPtr buffer_frame)
{
    struct fake_object *t = tcb_of(service);
    struct fake_cap *frame = fake_find(buffer_frame);

    assert_int_equal(vspace_data, 0);
    if (fake_fails_now() || (buffer != 0 && frame->kind != FAKE_FRAME) ||
        fake_find(cspace)->kind != FAKE_CNODE ||
        fake_find(vspace)->kind != FAKE_VSPACE ||
        !fake_find(vspace)->object->u.vspace.assigned) {
        return seL4_IllegalOperation;
    }
    if (buffer % 1024 != 0) {
        return seL4_AlignmentError;
    }
    t->u.tcb.cspace = *fake_find(cspace);
    t->u.tcb.cspace_data = cspace_data;
    t->u.tcb.vspace = *fake_find(vspace);
    t->u.tcb.buffer = buffer;
    t->u.tcb.buffer_frame = frame->object;
    return seL4_NoError;
}

seL4_Error seL4_TCB_SetSchedParams(seL4_CPtr service, seL4_CPtr authority, seL4_Word mcp,
                                   seL4_Word priority, seL4_CPtr context, seL4_CPtr fault_ep)
{
    struct fake_object *t = tcb_of(service);
    struct fake_cap *fault = fake_find(fault_ep);

    if (fake_fails_now() || fake_find(context)->kind != FAKE_SCHED_CONTEXT) {
        return seL4_InvalidCapability;
    }
    if (mcp > tcb_of(authority)->u.tcb.mcp || priority > tcb_of(authority)->u.tcb.mcp) {
        return seL4_RangeError;
    }
    if (fault->kind != FAKE_ENDPOINT || (fault->rights & seL4_RightsWrite) == 0 ||
        (fault->rights & (seL4_RightsGrant | seL4_RightsGrantReply)) == 0) {
        return seL4_InvalidCapability;
    }
    t->u.tcb.mcp = mcp;
    t->u.tcb.priority = priority;
    t->u.tcb.context = fake_find(context)->object;
    t->u.tcb.fault = *fault;
    return seL4_NoError;
}

/* Only the initial task uses it, on itself: to name capabilities in another CNode. */
seL4_Error seL4_TCB_SetSpace(seL4_CPtr service, seL4_CPtr fault_ep, seL4_CPtr cspace,
                             seL4_Word cspace_data, seL4_CPtr vspace, seL4_Word vspace_data)
{
    struct fake_cap *cnode = fake_find(cspace);

    assert_ptr_equal(tcb_of(service), fake.initial_tcb);
    assert_int_equal(fake_find(fault_ep)->kind, FAKE_NULL);
    assert_ptr_equal(fake_find(vspace)->object, fake.initial_vspace);
    assert_int_equal(vspace_data, 0);
    if (fake_fails_now() || cnode->kind != FAKE_CNODE) {
        return seL4_IllegalOperation;
    }
    /* Guard and index must fill 64 bits, or slot numbers are not addresses. */
    assert_int_equal(cspace_data, 64 - cnode->object->u.cnode.radix);
    fake.cspace = cnode->object;
    return seL4_NoError;
}

seL4_Error seL4_ARM_VCPU_SetTCB(seL4_CPtr service, seL4_CPtr tcb)
{
    assert_int_equal(fake_find(service)->kind, FAKE_VCPU);
    if (fake_fails_now()) {
        return seL4_IllegalOperation;
    }
    tcb_of(tcb)->u.tcb.vcpu = fake_find(service)->object;
    return seL4_NoError;
}

seL4_Error seL4_TCB_BindNotification(seL4_CPtr service, seL4_CPtr notification)
{
    struct fake_object *t = tcb_of(service);
    struct fake_cap *cap = fake_find(notification);

    if (fake_fails_now() || t->u.tcb.notification != NULL || cap->kind != FAKE_NOTIFICATION ||
        (cap->rights & seL4_RightsRead) == 0) {
        return seL4_IllegalOperation;
    }
    t->u.tcb.notification = cap->object;
    return seL4_NoError;
}

seL4_Error seL4_TCB_ReadRegisters(seL4_CPtr service, seL4_Bool suspend, seL4_Uint8 arch_flags,
                                  seL4_Word count, seL4_UserContext *regs)
{
    assert_int_equal(arch_flags, 0);
    assert_int_equal(suspend, 0);
    assert_int_equal(count, seL4_UserContextWords);
    if (fake_fails_now()) {
        return seL4_IllegalOperation;
    }
    *regs = tcb_of(service)->u.tcb.registers;
    memset(fake.buffer.msg, 0xee, sizeof fake.buffer.msg); /* results pass through the buffer */
    return seL4_NoError;
}

seL4_Error seL4_TCB_WriteRegisters(seL4_CPtr service, seL4_Bool resume, seL4_Uint8 arch_flags,
                                   seL4_Word count, const seL4_UserContext *regs)
{
    struct fake_object *t = tcb_of(service);

    assert_int_equal(arch_flags, 0);
    assert_between(count, 1, seL4_UserContextWords);
    if (fake_fails_now()) {
        return seL4_IllegalOperation;
    }
    memcpy(&t->u.tcb.registers, regs, count * sizeof(seL4_Word));
    t->u.tcb.running = resume != 0;
    fake.resumed += resume != 0;
    return seL4_NoError;
}

/* The initial task stops itself: through its TCB, or, once it is confined and has that no longer,
   through the trap that follows the refused suspension. */
seL4_Error seL4_TCB_Suspend(seL4_CPtr service)
{
    struct fake_object *t = fake_find(service)->object;

    if (t == fake.initial_tcb || (fake.stop_expected && fake_find(service)->kind != FAKE_TCB)) {
        if (!fake.stop_expected) {
            fail_msg("the initial task stopped:\n%s", fake.console);
        }
        longjmp(fake.stopped, 1);
    }
    assert_int_equal(t->kind, FAKE_TCB);
    t->u.tcb.running = false;
    return seL4_NoError;
}

seL4_Error seL4_TCB_Resume(seL4_CPtr service)
{
    struct fake_object *t = tcb_of(service);

    if (fake_fails_now()) {
        return seL4_IllegalOperation;
    }
    t->u.tcb.running = true;
    fake.resumed++;
    return seL4_NoError;
}

seL4_TCB_SetFlags_t seL4_TCB_SetFlags(seL4_CPtr service, seL4_Word clear, seL4_Word set)
{
    struct fake_object *t = tcb_of(service);
    seL4_Word known =
        seL4_TCBFlag_fpuDisabled | (fake.other_timer ? 0 : bulkhead_TCBFlag_physicalTimerDisabled);

    if (fake_fails_now()) {
        return (seL4_TCB_SetFlags_t){ .error = seL4_IllegalOperation };
    }
    t->u.tcb.flags = (t->u.tcb.flags & ~clear) | (set & known);
    return (seL4_TCB_SetFlags_t){ .flags = t->u.tcb.flags };
}

seL4_Error seL4_DomainSet_Set(seL4_CPtr service, seL4_Uint8 domain, seL4_CPtr thread)
{
    assert_int_equal(fake_find(service)->kind, FAKE_DOMAIN);
    if (fake_fails_now() || domain >= FAKE_DOMAINS) {
        return seL4_InvalidArgument;
    }
    tcb_of(thread)->u.tcb.domain = domain;
    return seL4_NoError;
}

seL4_Error seL4_DomainSet_ScheduleConfigure(seL4_CPtr service, seL4_Word index, seL4_Uint8 domain,
                                            seL4_Uint64 duration)
{
    assert_int_equal(fake_find(service)->kind, FAKE_DOMAIN);
    if (fake_fails_now() || index >= FAKE_SCHEDULE_LENGTH - 1 || domain >= FAKE_DOMAINS) {
        return seL4_RangeError;
    }
    if (duration >> 56 != 0 || (duration == 0 && (domain != 0 || index == fake.schedule_start))) {
        return seL4_InvalidArgument;
    }
    fake.schedule[index] = (struct fake_slice){ domain, duration };
    return seL4_NoError;
}

seL4_Error seL4_DomainSet_ScheduleSetStart(seL4_CPtr service, seL4_Word index)
{
    assert_int_equal(fake_find(service)->kind, FAKE_DOMAIN);
    if (fake_fails_now() || index >= FAKE_SCHEDULE_LENGTH) {
        return seL4_RangeError;
    }
    if (fake.schedule[index].ticks == 0) {
        return seL4_InvalidArgument;
    }
    fake.schedule_start = index;
    fake.schedule_started = true;
    fake.resumed_before_schedule = fake.resumed;
    return seL4_NoError;
}
