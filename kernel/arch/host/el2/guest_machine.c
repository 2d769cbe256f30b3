/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The virtual interface of the interrupt controller, the virtual timer, and the
 * exit to a guest, as far as tests need them.
 *
 * Source: GICv2 (IHI 0048B), 5.3; Arm ARM, CNTV_CTL_EL0.
 */
#include "guest_machine.h"

#include "../../aarch64/el2/guest.h"
#include "host.h"
#include "instruction.h"
#include "sched.h"
#include "vcpu.h"

struct host_guest host_guest;
struct vcpu *vcpu_active; /* on the target it is in level_asm.h */

/* List registers of interrupts that ended and of which somebody wants to know (5.3.5): invalid,
   with the bit. */
static uint32_t ended(void)
{
    uint32_t result = 0;

    for (unsigned i = 0; i < HOST_LIST_REGISTERS; i++) {
        uint32_t list = host_guest.list[i];
        bool invalid = (list & (LIST_PENDING | LIST_ACTIVE)) == 0;
        result |= (uint32_t)(invalid && (list & LIST_EOI)) << i;
    }
    return result;
}

static uint32_t *list_at(unsigned offset)
{
    unsigned index = (offset - GICH_LR) / 4;

    ASSERT(offset >= GICH_LR && index < HOST_LIST_REGISTERS);
    return &host_guest.list[index];
}

uint32_t gich_read(unsigned offset)
{
    switch (offset) {
    case GICH_HCR:
        return host_guest.gich_hcr;
    case GICH_VTR:
        return HOST_LIST_REGISTERS - 1;
    case GICH_VMCR:
        return host_guest.gich_vmcr;
    case GICH_APR:
        return host_guest.gich_apr;
    case GICH_EISR0:
        return ended();
    case GICH_EISR1:
        return 0;
    default:
        return *list_at(offset);
    }
}

void gich_write(unsigned offset, uint32_t value)
{
    switch (offset) {
    case GICH_HCR:
        host_guest.gich_hcr = value;
        break;
    case GICH_VMCR:
        host_guest.gich_vmcr = value;
        break;
    case GICH_APR:
        host_guest.gich_apr = value;
        break;
    default:
        *list_at(offset) = value;
        break;
    }
}

word_t sysreg_get_far_el2(void)
{
    return host_guest.far_el2;
}

void at_s1e1r(word_t address)
{
    (void)address;
    host_guest.par_el1 = host_guest.stage_1;
}

/* Are the lines of the virtual timer and of maintenance up?  Both are level-sensitive. */
static bool timer_is_up(void)
{
    enum { ENABLE = 1, MASK_LINE = 2 };

    return (host_guest.cntv_ctl_el0 & (ENABLE | MASK_LINE)) == ENABLE &&
           host_machine.now - host_guest.cntvoff_el2 >= host_guest.cntv_cval_el0;
}

void host_return(void)
{
    struct vcpu *vcpu = sched_current()->vcpu;

    if (vcpu != vcpu_active) {
        vcpu_switch(vcpu);
    }
    host_machine.irq_raised[VCPU_TIMER_IRQ] = timer_is_up();
    host_machine.irq_raised[VCPU_MAINTENANCE_IRQ] =
        (host_guest.gich_hcr & GICH_HCR_ENABLE) != 0 && ended() != 0;
}

bool host_guest_take(unsigned *index)
{
    if ((host_guest.gich_hcr & GICH_HCR_ENABLE) == 0) {
        return false;
    }
    for (unsigned i = 0; i < HOST_LIST_REGISTERS; i++) {
        if (host_guest.list[i] & LIST_PENDING) {
            host_guest.list[i] ^= LIST_PENDING | LIST_ACTIVE;
            *index = i;
            return true;
        }
    }
    return false;
}

void host_guest_end(unsigned index)
{
    ASSERT(host_guest.list[index] & LIST_ACTIVE);
    host_guest.list[index] &= ~(uint32_t)LIST_ACTIVE;
}
