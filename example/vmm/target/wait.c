/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the guest's deadline to one that the clock knows (driver/clock.c).
 *
 * Source: Arm Architecture Reference Manual for A-profile, "The Generic Timer in AArch64 state".
 */
#include <microkit.h>

#include "channels.h"
#include "registers.h"
#include "wait.h"

enum { CTL_ENABLE = 1 << 0, CTL_IMASK = 1 << 1 };

/* The virtual counter is CNTVOFF behind the physical one. */
void wait_for_timer(void)
{
    seL4_Word control = microkit_vcpu_arm_read_reg(GUEST_VCPU, seL4_VCPUReg_CNTV_CTL);
    seL4_Word deadline = microkit_vcpu_arm_read_reg(GUEST_VCPU, seL4_VCPUReg_CNTV_CVAL) +
                         microkit_vcpu_arm_read_reg(GUEST_VCPU, seL4_VCPUReg_CNTVOFF);

    if ((control & (CTL_ENABLE | CTL_IMASK)) == CTL_ENABLE) {
        microkit_mr_set(0, deadline);
        (void)microkit_ppcall(TIMER, microkit_msginfo_new(CLOCK_AT, 1));
    } else {
        (void)microkit_ppcall(TIMER, microkit_msginfo_new(CLOCK_NEVER, 0));
    }
}

/* The clock still signals then: that ends no wait, or the next one early. */
void wait_is_over(void)
{
}

/* A signal needs no answer. */
void wait_was_signalled(void)
{
}
