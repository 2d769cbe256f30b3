/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of everything: power off if the firmware can, else stand still.
 *
 * PSCI's SYSTEM_OFF is called by SMC where there is a secure monitor and by
 * HVC where a hypervisor is all there is; nothing tells which (the boot loader
 * passes no device tree).  So both are tried in an order that is safe: SMC is
 * undefined only without a monitor (EL3), and there HVC reaches a hypervisor
 * or is undefined too, because our loader disables it when it leaves EL2
 * (HCR_EL2.HCD).  An undefined call comes back through halt_resume.
 *
 * Sources: Arm PSCI (DEN0022), SYSTEM_OFF; Arm ARM, HCR_EL2.HCD.
 */
#include "halt.h"

#include "arch.h"
#include "uart.h"
#include "sysreg.h"

#define PSCI_SYSTEM_OFF 0x84000008ull

enum halt_step { HALT_NOT = 0, HALT_SMC, HALT_HVC, HALT_SLEEP };

static unsigned halt_step;

static void psci_smc(word_t function)
{
    register word_t x0 __asm__("x0") = function;

    __asm__ volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
}

static void psci_hvc(word_t function)
{
    register word_t x0 __asm__("x0") = function;

    __asm__ volatile("hvc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
}

void arch_halt(void)
{
    uart_drain();
    for (;;) {
        if (halt_step < HALT_SLEEP) {
            halt_step++;
        }
        if (halt_step == HALT_SMC) {
            psci_smc(PSCI_SYSTEM_OFF);
        } else if (halt_step == HALT_HVC) {
            psci_hvc(PSCI_SYSTEM_OFF);
        } else {
            wfi();
        }
    }
}

void halt_resume(void)
{
    if (halt_step != HALT_NOT) {
        arch_halt();
    }
}
