/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: IRQControl's GetTrigger and IssueSGISignal, ClearIRQHandler, an interrupt that nobody
 *     handles and a software interrupt keep all invariants and break no rule of C, and nothing
 *     changes but what their contracts name
 * Bound: the small system (proofs/system), 4 lines, 5 entries; all registers, badges, 8 words a
 *     buffer
 * Assumes: badges of copies are not 0
 * Options: --unwind 130
 * Sources: system
 * Mutants: issued_line_masked@nobody_handles
 */
#include "interrupt.h"

static void nobody_handles(void)
{
    try((struct shape){CONTROL, .label = ARMIRQIssueIRQHandlerTrigger, .b = B_READY,
                       .priority = 10, .length = 4, .given = 4,
                       .mr = {LINE, 1, SLOT_EMPTY, RADIX}},
        issues, &tcb_a);
    PROVE(!machine.irq_masked[LINE], "the line is open");
    try_next((struct shape){HANDLER, .label = IRQClearIRQHandler}, answers, &tcb_a);
    interrupt((struct contract){.things = INTERRUPTS});
}

static void sends_sgi(void)
{
    try((struct shape){CONTROL, .label = ARMIRQIssueSGISignal, .b = B_READY, .priority = 10,
                       .length = 4, .given = 4, .mr = {5, 2, SLOT_EMPTY, RADIX}},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_EMPTY)}, &tcb_a);
    try_next((struct shape){HANDLER, .label = 99}, answers, &tcb_a);
}

int main(void)
{
    nobody_handles();
    sends_sgi();
    REACHED("the end of all cases");
}
