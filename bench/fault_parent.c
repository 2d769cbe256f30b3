/* SPDX-License-Identifier: BSD-2-Clause */
/* The handler of the faults that its child makes on purpose; the child measures. */
#include "bench.h"

seL4_Word results_vaddr; /* set by the tool */

enum { INSTRUCTION = 4 };

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    volatile struct bench_results *results = bench_results(results_vaddr);
    seL4_Word mode = results->mode;
    seL4_Word expected = mode == FAULT_REPLY ? seL4_Fault_UserException : seL4_Fault_VMFault;
    seL4_Word pc = microkit_mr_get(0);

    if (microkit_msginfo_get_label(msginfo) != expected) {
        results->wrong++;
    }
    results->turns++;
    if (mode == FAULT_REPLY) {
        microkit_mr_set(0, pc + INSTRUCTION);
        *reply = microkit_msginfo_new(0, 1);
        return seL4_True;
    }
    microkit_pd_restart(child, mode == FAULT_ENTRY ? results->entry : pc + INSTRUCTION);
    return seL4_False;
}
