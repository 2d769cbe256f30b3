/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor.
 *
 * It never replies: a PD whose fault it received stays stopped until somebody
 * with authority over its TCB restarts it.  Of a message only the badge can be
 * believed, which the kernel guarantees: a PD may send what looks like a fault of
 * its own.  It is stopped as if it had faulted, so that it can lie about what it
 * did, but not about whether it still runs.
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

/* The label of a passive PD's request; fault labels start at 1. */
enum { LABEL_PASSIVE = 0 };

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

void monitor_confine(const struct spec *spec)
{
    seL4_CNode_CapData_t guard = seL4_CNode_CapData_new(0, seL4_WordBits -
                                                               monitor_cnode_bits(spec));

    give(spec, SLOT_ENDPOINT, spec->header->monitor_endpoint, seL4_RightsRead);
    give(spec, SLOT_REPLY, spec->header->monitor_reply, 0);
    for (uint32_t i = 0; i < spec->header->threads.count; i++) {
        const struct spec_thread *t = &spec->threads[i];

        give(spec, thread_slot(i, THREAD_TCB), t->tcb, 0);
        if (t->passive != 0) {
            give(spec, thread_slot(i, THREAD_SCHED_CONTEXT), t->sched_context, 0);
            give(spec, thread_slot(i, THREAD_NOTIFICATION), t->notification,
                 seL4_RightsRead | seL4_RightsWrite);
        }
    }
    if (spec->header->slices.count > 0) {
        give_cap(spec, SLOT_DOMAIN, seL4_CapDomain, 0);
        give_cap(spec, SLOT_CNODE, objects_monitor_cnode(), 0);
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

/* All threads are ready when the first slice begins; then nobody can change the schedule. */
static void start_schedule(const struct spec *spec)
{
    schedule_start(spec, SLOT_DOMAIN);
    delete(spec, SLOT_DOMAIN);
    delete(spec, SLOT_CNODE);
}

void monitor_start(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->threads.count; i++) {
        stop_if_failed(seL4_TCB_Resume(thread_slot(i, THREAD_TCB)), "TCB_Resume",
                       spec_string(spec, spec->threads[i].name));
    }
    if (spec->header->slices.count > 0) {
        start_schedule(spec);
    }
}

/*
 * The scheduling context is bound to the notification while the thread still
 * runs on it; the thread gives it up when it blocks next.
 */
static void make_passive(const struct spec *spec, uint32_t thread)
{
    seL4_Error error;

    if (spec->threads[thread].passive == 0) {
        fault_report_stray(spec, thread, "asked to become passive, which it is not to be");
        return;
    }
    error = seL4_SchedContext_Bind(thread_slot(thread, THREAD_SCHED_CONTEXT),
                                   thread_slot(thread, THREAD_NOTIFICATION));
    if (error != seL4_NoError) {
        fault_report_stray(spec, thread, "cannot become passive: was it passive already?");
    }
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

void monitor_step(const struct spec *spec)
{
    struct fault fault = { 0 };
    seL4_Word badge = 0;
    seL4_MessageInfo_t info = seL4_Recv(SLOT_ENDPOINT, &badge, SLOT_REPLY);

    if (badge == 0 || badge > spec->header->threads.count) {
        return; /* nobody that the spec put in touch with the monitor */
    }
    if (seL4_MessageInfo_get_label(info) == LABEL_PASSIVE) {
        make_passive(spec, (uint32_t)badge - 1);
        return;
    }
    fault.label = seL4_MessageInfo_get_label(info);
    fault.length = seL4_MessageInfo_get_length(info);
    if (fault.length > FAULT_MAX_WORDS) {
        fault.length = FAULT_MAX_WORDS;
    }
    for (seL4_Word i = 0; i < fault.length; i++) {
        fault.words[i] = seL4_GetMR((int)i);
    }
    stop_faulted(spec, (uint32_t)badge - 1, &fault);
}
