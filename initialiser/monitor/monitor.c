/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor.
 *
 * It never replies: a PD whose fault it received stays stopped until somebody
 * with authority over its TCB restarts it.
 *
 * Nobody can make it work for him.  The capability for faults is the kernel's
 * alone.  A passive PD has one of its own, for its request, which is good for one
 * message.  And whatever comes, the monitor has a budget: its priority is above
 * everybody's, its share of the time is small.
 */
#include "monitor.h"

#include <stdbool.h>
#include <stddef.h>

#include "caps.h"
#include "fault_report.h"
#include "monitor_slots.h"
#include "objects.h"
#include "schedule.h"
#include "stop.h"

static void give_cap(const struct spec *spec, seL4_Word slot, seL4_CPtr cap, seL4_Word rights)
{
    struct cap_slot to = {
        .cnode = objects_monitor_cnode(),
        .bits = monitor_cnode_bits(spec),
        .index = slot,
    };

    cap_give(to, cap, rights, 0, "monitor");
}

static void give(const struct spec *spec, seL4_Word slot, uint32_t object, seL4_Word rights)
{
    give_cap(spec, slot, object_cap(object), rights);
}

/* The capability through which a thread asks to become passive, or null if it has none. */
static const struct spec_cap *request_cap(const struct spec *spec, uint32_t thread)
{
    for (uint32_t i = 0; i < spec->header->caps.count; i++) {
        const struct spec_cap *cap = &spec->caps[i];

        if (cap->object == spec->header->monitor_endpoint &&
            cap->badge == (SPEC_BADGE_REQUEST | (thread + 1))) {
            return cap;
        }
    }
    return NULL;
}

/* Its parent starts it, and gets its faults: it is not the monitor's business. */
static bool is_guest(const struct spec_thread *t)
{
    return t->vcpu != SPEC_NONE;
}

static void give_passive(const struct spec *spec, uint32_t thread)
{
    const struct spec_thread *t = &spec->threads[thread];
    const struct spec_cap *request = request_cap(spec, thread);

    give(spec, thread_slot(thread, THREAD_SCHED_CONTEXT), t->sched_context, 0);
    give(spec, thread_slot(thread, THREAD_NOTIFICATION), t->notification,
         seL4_RightsRead | seL4_RightsWrite);
    if (request != NULL) {
        give(spec, thread_slot(thread, THREAD_CNODE), request->cnode, 0);
    }
}

static void configure_time(seL4_CPtr sched_control, seL4_Time budget_us, seL4_Time period_us)
{
    stop_if_failed(seL4_SchedControl_ConfigureFlags(sched_control, seL4_CapInitThreadSC,
                                                    budget_us, period_us, 0, 0,
                                                    seL4_SchedContext_NoFlag),
                   "SchedControl_ConfigureFlags", "monitor");
}

/*
 * Of a scheduling context in use, a new configuration keeps what is left of the time at hand, and
 * what it then lacks comes a period later.  So that reports at the start have all of the budget,
 * it is at hand: round robin with that budget has the whole of it again after a Yield.
 */
void monitor_limit(seL4_CPtr sched_control)
{
    seL4_Time budget_us = sel4_debug_printing ? MONITOR_REPORTS_US : MONITOR_SILENT_US;

    configure_time(sched_control, budget_us, budget_us);
    seL4_Yield();
    configure_time(sched_control, budget_us, budget_us * MONITOR_SHARE);
}

void monitor_confine(const struct spec *spec)
{
    seL4_CNode_CapData_t guard = seL4_CNode_CapData_new(0, seL4_WordBits -
                                                               monitor_cnode_bits(spec));

    give(spec, SLOT_ENDPOINT, spec->header->monitor_endpoint, seL4_RightsRead);
    give(spec, SLOT_REPLY, spec->header->monitor_reply, 0);
    give_cap(spec, SLOT_CNODE, objects_monitor_cnode(), 0);
    for (uint32_t i = 0; i < spec->header->threads.count; i++) {
        const struct spec_thread *t = &spec->threads[i];

        if (!is_guest(t)) {
            give(spec, thread_slot(i, THREAD_TCB), t->tcb, 0);
        }
        if (t->passive != 0) {
            give_passive(spec, i);
        }
    }
    if (spec->header->slices.count > 0) {
        give_cap(spec, SLOT_DOMAIN, seL4_CapDomain, 0);
    }
    stop_if_failed(seL4_TCB_SetSpace(seL4_CapInitThreadTCB, seL4_CapNull, objects_monitor_cnode(),
                                     guard.words[0], seL4_CapInitThreadVSpace, 0),
                   "TCB_SetSpace", "monitor");
}

static void delete(const struct spec *spec, seL4_Word slot)
{
    stop_if_failed(seL4_CNode_Delete(SLOT_CNODE, slot, (seL4_Uint8)monitor_cnode_bits(spec)),
                   "CNode_Delete", "monitor");
}

static void delete_passive(const struct spec *spec, uint32_t thread)
{
    delete(spec, thread_slot(thread, THREAD_SCHED_CONTEXT));
    delete(spec, thread_slot(thread, THREAD_NOTIFICATION));
    delete(spec, thread_slot(thread, THREAD_CNODE));
}

/* All threads are ready when the first slice begins; then nobody can change the schedule. */
static void start_schedule(const struct spec *spec)
{
    schedule_start(spec, SLOT_DOMAIN);
    delete(spec, SLOT_DOMAIN);
}

void monitor_start(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->threads.count; i++) {
        if (!is_guest(&spec->threads[i])) {
            stop_if_failed(seL4_TCB_Resume(thread_slot(i, THREAD_TCB)), "TCB_Resume",
                           spec_string(spec, spec->threads[i].name));
        }
    }
    if (spec->header->slices.count > 0) {
        start_schedule(spec);
    }
}

/*
 * Takes away what the thread asked through.  To send where no capability is has no
 * effect, so that a program which its parent starts again does not notice.
 */
static bool spend_request(const struct spec *spec, uint32_t thread)
{
    const struct spec_cap *cap = request_cap(spec, thread);

    return seL4_CNode_Delete(thread_slot(thread, THREAD_CNODE), cap->slot,
                             (seL4_Uint8)spec->objects[cap->cnode].size_bits) == seL4_NoError;
}

/*
 * The scheduling context is bound to the notification while the thread still
 * runs on it; the thread gives it up when it blocks next.
 */
static void make_passive(const struct spec *spec, uint32_t thread)
{
    if (spec->threads[thread].passive == 0) {
        fault_report_stray(spec, thread, "asked to become passive, which it is not to be");
        return;
    }
    if (!spend_request(spec, thread) ||
        seL4_SchedContext_Bind(thread_slot(thread, THREAD_SCHED_CONTEXT),
                               thread_slot(thread, THREAD_NOTIFICATION)) != seL4_NoError) {
        fault_report_stray(spec, thread, "cannot become passive");
    }
    delete_passive(spec, thread);
}

static void stop_faulted(const struct spec *spec, uint32_t thread, const struct fault *fault)
{
    seL4_CPtr tcb = thread_slot(thread, THREAD_TCB);
    seL4_UserContext registers = { 0 };
    bool known = sel4_debug_printing && seL4_TCB_ReadRegisters(tcb, 0, 0, seL4_UserContextWords,
                                                               &registers) == seL4_NoError;

    /* Reading comes first: suspending may move the pc. */
    (void)seL4_TCB_Suspend(tcb);
    if (sel4_debug_printing) {
        fault_report(spec, thread, fault, known ? &registers : NULL);
    }
}

static void receive_fault(seL4_MessageInfo_t info, struct fault *fault)
{
    fault->label = seL4_MessageInfo_get_label(info);
    fault->length = seL4_MessageInfo_get_length(info);
    if (fault->length > FAULT_MAX_WORDS) {
        fault->length = FAULT_MAX_WORDS;
    }
    for (seL4_Word i = 0; i < fault->length; i++) {
        fault->words[i] = seL4_GetMR((int)i);
    }
}

void monitor_step(const struct spec *spec)
{
    struct fault fault = { 0 };
    seL4_Word badge = 0;
    seL4_MessageInfo_t info = seL4_Recv(SLOT_ENDPOINT, &badge, SLOT_REPLY);
    seL4_Word number = badge & ~SPEC_BADGE_REQUEST; /* from 1 */

    if (number == 0 || number > spec->header->threads.count ||
        is_guest(&spec->threads[number - 1])) {
        return; /* nobody that the spec put in touch with the monitor */
    }
    if (badge != number) {
        make_passive(spec, (uint32_t)number - 1);
        return;
    }
    receive_fault(info, &fault);
    stop_faulted(spec, (uint32_t)number - 1, &fault);
}
