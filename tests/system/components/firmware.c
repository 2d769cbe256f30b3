/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asks the firmware for its version (Arm PSCI, DEN0022: PSCI_VERSION), and says
 * what it got, or that it has no right to.
 */
#include <microkit.h>

#define PSCI_VERSION 0x84000000

void init(void)
{
    seL4_ARM_SMCContext call = {PSCI_VERSION, 1, 2, 3, 4, 5, 6, 7};
    seL4_ARM_SMCContext answer = {0, 0, 0, 0, 0, 0, 0, 0};
    seL4_Error error = seL4_ARM_SMC_Call(MICROKIT_SMC_CAP, &call, &answer);

    microkit_dbg_puts(microkit_name);
    if (error == seL4_InvalidCapability) {
        microkit_dbg_puts(": no right to call the firmware\n");
        return;
    }
    if (error == seL4_NoError && answer.x0 == (seL4_Word)-1 && answer.x1 == 0 && answer.x2 == 0 &&
        answer.x3 == 0 && answer.x4 == 4 && answer.x7 == 7) {
        microkit_dbg_puts(": there is no firmware\n");
        return;
    }
    answer.x0 = 0;
    microkit_arm_smc_call(&call, &answer);
    microkit_dbg_puts(error == seL4_NoError && answer.x0 >> 16 == 1 && answer.x7 == 7
                          ? ": the firmware has version 1\n"
                          : ": the firmware answers something else\n");
}

void notified(microkit_channel channel)
{
    (void)channel;
}
