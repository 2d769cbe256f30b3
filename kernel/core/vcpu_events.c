/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which guest an interrupt is for; see vcpu_events.h.  Linked into kernels at EL2
 * alone.
 */
#include "vcpu_events.h"

#include "fault.h"
#include "sched.h"

/* Does the current thread run as a guest, and go on?  One whose slice ended in this kernel entry
   may wait for budget, or for its timeout handler. */
static bool guest_runs(const struct tcb *tcb)
{
    return tcb != NULL && tcb->vcpu != NULL && tcb->vcpu == arch_vcpu_active() &&
           sched_can_run(tcb) && tcb->place == PLACE_NONE;
}

void vcpu_interrupt(unsigned irq)
{
    struct tcb *tcb = sched_current();

    if (!guest_runs(tcb)) {
        return;
    }
    if (irq == VCPU_TIMER_IRQ) {
        arch_vcpu_mask_timer(tcb->vcpu, true);
        fault_set(tcb, seL4_Fault_VPPIEvent, irq, 0, false);
    } else {
        fault_set(tcb, seL4_Fault_VGICMaintenance, arch_vcpu_take_ended(), 0, false);
    }
    fault_raise(tcb);
}
