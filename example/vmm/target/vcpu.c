/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the monitor asks of the virtual CPU (platform.h), on Microkit.
 */
#include <microkit.h>

#include "platform.h"
#include "registers.h"

/* CNTV_CTL_EL0 (Arm ARM, "The Generic Timer in AArch64 state"). */
enum { CTL_ENABLE = 1 << 0, CTL_IMASK = 1 << 1 };

uint64_t platform_read(enum vcpu_register which)
{
    return microkit_vcpu_arm_read_reg(GUEST_VCPU, which);
}

void platform_write(enum vcpu_register which, uint64_t value)
{
    microkit_vcpu_arm_write_reg(GUEST_VCPU, which, value);
}

void platform_inject(unsigned irq, unsigned priority, unsigned group, unsigned list_register)
{
    microkit_vcpu_arm_inject_irq(GUEST_VCPU, (seL4_Uint16)irq, (seL4_Uint8)priority,
                                 (seL4_Uint8)group, (seL4_Uint8)list_register);
}

void platform_ack_timer(void)
{
    microkit_vcpu_arm_ack_vppi(GUEST_VCPU, 27);
}

/* The virtual counter is CNTVOFF behind the physical one. */
bool vcpu_deadline(uint64_t *deadline)
{
    seL4_Word control = microkit_vcpu_arm_read_reg(GUEST_VCPU, seL4_VCPUReg_CNTV_CTL);

    *deadline = microkit_vcpu_arm_read_reg(GUEST_VCPU, seL4_VCPUReg_CNTV_CVAL) +
                microkit_vcpu_arm_read_reg(GUEST_VCPU, seL4_VCPUReg_CNTVOFF);
    return (control & (CTL_ENABLE | CTL_IMASK)) == CTL_ENABLE;
}
