/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the guest's deadline to one of the physical timer, which this VMM has for itself.
 *
 * Source: Arm Architecture Reference Manual for A-profile, "The Generic Timer in AArch64 state".
 */
#include <microkit.h>

#include "channels.h"
#include "registers.h"
#include "wait.h"

enum { CTL_ENABLE = 1 << 0, CTL_IMASK = 1 << 1 };

void wait_for_timer(void)
{
    uint64_t deadline;

    if (vcpu_deadline(&deadline)) {
        __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                         : : "r"(deadline), "r"((seL4_Word)CTL_ENABLE) : "memory");
    }
}

void wait_is_over(void)
{
    __asm__ volatile("msr cntp_ctl_el0, %0\n\tisb" : : "r"((seL4_Word)CTL_IMASK) : "memory");
}

/* Switched off before it is acknowledged: the interrupt is a level. */
void wait_was_signalled(void)
{
    wait_is_over();
    microkit_irq_ack(TIMER);
}
