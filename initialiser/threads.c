/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PDs' threads: time, spaces, priority, fault handler, first instruction.
 */
#include "threads.h"

#include <sel4/sel4.h>

#include "caps.h"
#include "objects.h"
#include "print.h"
#include "stop.h"

enum {
    SCHED_CONTEXT_BADGE = 0x100, /* plus the thread's index: what timeout faults carry */
    MIN_REFILLS_BYTES = 1 << seL4_MinSchedContextBits, /* room for no extra refill */
    ENTRY_REGISTERS = 2 /* pc and sp; the kernel zeroed the others */
};

static void configure_time(seL4_CPtr sched_control, const struct spec *spec, uint32_t index)
{
    const struct spec_thread *t = &spec->threads[index];
    seL4_Word bytes = 1ull << spec->objects[t->sched_context].size_bits;
    seL4_Word extra_refills = (bytes - MIN_REFILLS_BYTES) / seL4_RefillSizeBytes;
    seL4_Error error = seL4_SchedControl_ConfigureFlags(
        sched_control, object_cap(t->sched_context), t->budget_us, t->period_us, extra_refills,
        SCHED_CONTEXT_BADGE + index, seL4_SchedContext_NoFlag);

    stop_if_failed(error, "SchedControl_ConfigureFlags", spec_string(spec, t->name));
}

static void configure_spaces(const struct spec_thread *t, const char *name)
{
    seL4_CPtr ipc_frame = t->ipc_frame == SPEC_NONE ? seL4_CapNull : object_cap(t->ipc_frame);
    seL4_Error error = seL4_TCB_Configure(object_cap(t->tcb), object_cap(t->cnode),
                                          t->cspace_data, object_cap(t->vspace), 0,
                                          t->ipc_buffer, ipc_frame);

    stop_if_failed(error, "TCB_Configure", name);
}

static void configure_scheduling(const struct spec_thread *t, const char *name)
{
    seL4_CPtr fault_endpoint =
        cap_copy(object_cap(t->fault_endpoint),
                 seL4_RightsWrite | seL4_RightsGrant | seL4_RightsGrantReply, t->fault_badge,
                 name);
    seL4_Error error = seL4_TCB_SetSchedParams(object_cap(t->tcb), seL4_CapInitThreadTCB, t->mcp,
                                               t->priority, object_cap(t->sched_context),
                                               fault_endpoint);

    stop_if_failed(error, "TCB_SetSchedParams", name);
}

static void configure_entry(const struct spec_thread *t, const char *name)
{
    seL4_UserContext registers = { .pc = t->entry, .sp = t->stack_top };
    seL4_Error error = seL4_TCB_WriteRegisters(object_cap(t->tcb), 0, 0, ENTRY_REGISTERS,
                                               &registers);

    stop_if_failed(error, "TCB_WriteRegisters", name);
}

/* Returns the flags that the kernel did not set, for it does not know them. */
static seL4_Word configure_flags(const struct spec_thread *t, const char *name)
{
    seL4_Word flags = 0;
    seL4_TCB_SetFlags_t result;

    if ((t->flags & SPEC_NO_FPU) != 0) {
        flags |= seL4_TCBFlag_fpuDisabled;
    }
    if ((t->flags & SPEC_NO_TIMER) != 0) {
        flags |= bulkhead_TCBFlag_physicalTimerDisabled;
    }
    if (flags == 0) {
        return 0;
    }
    result = seL4_TCB_SetFlags(object_cap(t->tcb), 0, flags);
    stop_if_failed((seL4_Error)result.error, "TCB_SetFlags", name);
    return flags & ~result.flags;
}

void threads_configure(const struct spec *spec, seL4_CPtr sched_control)
{
    seL4_Word unknown_flags = 0;

    for (uint32_t i = 0; i < spec->header->threads.count; i++) {
        const struct spec_thread *t = &spec->threads[i];
        const char *name = spec_string(spec, t->name);

        configure_time(sched_control, spec, i);
        configure_spaces(t, name);
        configure_scheduling(t, name);
        if (t->notification != SPEC_NONE) {
            stop_if_failed(seL4_TCB_BindNotification(object_cap(t->tcb),
                                                     object_cap(t->notification)),
                           "TCB_BindNotification", name);
        }
        if (t->vcpu == SPEC_NONE) {
            configure_entry(t, name);
        } else {
            stop_if_failed(seL4_ARM_VCPU_SetTCB(object_cap(t->vcpu), object_cap(t->tcb)),
                           "ARM_VCPU_SetTCB", name);
        }
        unknown_flags |= configure_flags(t, name);
        sel4_debug_name_thread(object_cap(t->tcb), name);
    }
    /* seL4 has no such right: the system runs there as others do. */
    if ((unknown_flags & bulkhead_TCBFlag_physicalTimerDisabled) != 0) {
        print_text("initialiser: this kernel lets every thread set the physical timer\n");
    }
}
