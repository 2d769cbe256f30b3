/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariants of virtual CPUs: they and their threads agree, and so does the
 * machine.
 */
#include "check_parts.h"
#include "sched.h"
#include "vcpu.h"

const char *check_guest_thread(const struct tcb *tcb)
{
    word_t spsr = tcb->context.reg[REG_SPSR];

    if (tcb->vcpu == NULL) {
        HOLDS(bits_get(spsr, 4, 0) == 0, "thread: at EL0 without a virtual CPU");
        return NULL;
    }
    HOLDS(vcpu_may_be_mode(spsr), "thread: a guest is at EL1 or EL0");
    HOLDS(check_alive(CAP_VCPU, tcb->vcpu) && tcb->vcpu->tcb == tcb,
          "thread: its virtual CPU knows");
    return NULL;
}

const char *check_vcpu(const struct vcpu *vcpu)
{
    if (vcpu->tcb != NULL) {
        HOLDS(check_alive(CAP_TCB, vcpu->tcb) && vcpu->tcb->vcpu == vcpu,
              "virtual CPU: its thread knows");
    }
    return NULL;
}

const char *check_guests(void)
{
    const struct vcpu *loaded = arch_vcpu_loaded();
    const struct vcpu *active = arch_vcpu_active();

    if (loaded != NULL) {
        HOLDS(check_alive(CAP_VCPU, loaded) && loaded->tcb != NULL,
              "virtual CPU: the loaded one exists, and is bound");
    }
    HOLDS(active == NULL || active == loaded, "virtual CPU: the active one is loaded");
    HOLDS(!arch_irq_masked(VCPU_MAINTENANCE_IRQ), "virtual CPU: maintenance is heard of");
    HOLDS(arch_irq_masked(VCPU_TIMER_IRQ) == (active == NULL || active->timer_masked),
          "virtual CPU: the active one's timer interrupts, unless it has");
    return NULL;
}
