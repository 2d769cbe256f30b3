/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component that makes random system calls.  What it remembers over a restart
 * is in a memory region that the witness can read.
 */
#include <microkit.h>
#include <microkit_abi.h>

#include "spray.h"

struct spray *state;

/* A restart goes on with the stack as it was: so each life begins this one anew. */
static seL4_Word stack[512] __attribute__((aligned(16)));

/* What a component of this kind has (microkit_abi.h), and the slots next to it.  Not MONITOR_EP,
   which is tried less often: the monitor stops who sends it nonsense, and tells at length. */
static const seL4_Uint16 used[] = {
    MICROKIT_INPUT_CAP,
    MICROKIT_FAULT_EP_CAP,
    MICROKIT_VSPACE_CAP,
    MICROKIT_REPLY_CAP,
    TCB_CAP,
    MICROKIT_SMC_CAP,
    BASE_OUTPUT_NOTIFICATION_CAP + 1,
    BASE_OUTPUT_NOTIFICATION_CAP + 2,
    BASE_ENDPOINT_CAP + 1,
    BASE_IRQ_CAP + 3,
    BASE_TCB_CAP,
};

void init(void)
{
    if (state->random == 0) {
        state->random = 0x5eed;
    }
    state->slots = MICROKIT_CNODE_SLOTS;
    state->used = used;
    state->used_count = sizeof used / sizeof used[0];
    state->buffer = seL4_GetIPCBuffer();
    __asm__ volatile("mov sp, %0\n\tmov x0, %1\n\tb spray_for_ever"
                     :
                     : "r"(stack + sizeof stack / sizeof stack[0]), "r"(state)
                     : "x0", "memory");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
