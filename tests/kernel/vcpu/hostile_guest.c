/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What hostile guests do with their virtual CPUs, besides system calls: each writes
 * its own mark where the next might see it, starts its timer, takes interrupts and
 * ends them.
 */
#include "../../../kernel/arch/aarch64/el2/guest.h"
#include "guest_machine.h"
#include "hostile.h"
#include "vcpu.h"

void hostile_guest_resume(void)
{
    host_return();
}

static const char *check_native(void)
{
    if (host_guest.hcr_el2 != HCR_NATIVE || host_guest.sctlr_el1 != SCTLR_NATIVE ||
        host_guest.cpacr_el1 != CPACR_NATIVE || host_guest.cnthctl_el2 != CNTHCTL_NATIVE ||
        (host_guest.cntkctl_el1 | CNTKCTL_TIMER) != CNTKCTL_NATIVE) {
        return "guests: a native thread runs under none of their registers";
    }
    return host_guest.cntv_ctl_el0 != 0 || host_guest.gich_hcr != 0
               ? "guests: none acts while a native thread runs"
               : NULL;
}

/* Where no field leads: so nobody else writes it. */
static const char *leave_marks(const struct vcpu *vcpu)
{
    word_t mark = phys_addr_of(vcpu);

    if ((host_guest.csselr_el1 != 0 && host_guest.csselr_el1 != mark) ||
        (host_guest.gich_vmcr != 0 && host_guest.gich_vmcr != (uint32_t)mark)) {
        return "guests: none finds what another one left";
    }
    host_guest.csselr_el1 = mark;
    host_guest.gich_vmcr = (uint32_t)mark;
    return NULL;
}

static void use_interrupts(struct choices *choices)
{
    unsigned index;

    if (chance(choices, 50) && host_guest_take(&index) && chance(choices, 80)) {
        host_guest_end(index);
    }
    if (chance(choices, 20)) {
        host_guest.cntv_cval_el0 = host_machine.now + choose(choices, 2) * 100;
        host_guest.cntv_ctl_el0 = 1;
    }
    host_return();
}

const char *hostile_guest_acts(struct choices *choices)
{
    if (vcpu_active == NULL) {
        return check_native();
    }
    const char *broken = leave_marks(vcpu_active);
    use_interrupts(choices);
    return broken;
}
