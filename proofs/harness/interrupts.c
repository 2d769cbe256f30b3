/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: an interrupt, its handler's issue, calls and death keep all invariants and break no
 *     rule of C, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 4 lines, 5 entries; all registers, badges, 8 words a
 *     buffer
 * Assumes: badges of copies are not 0
 * Options: --unwind 130
 * Sources: system
 * Mutants: line_not_masked@delivers
 */
#include "interrupt.h"

#define DELETE .number = seL4_SysCall, .cptr = SLOT_CNODE, .label = CNodeDelete, .length = 2, \
               .given = 2, .mr = {SLOT_EMPTY, RADIX}

static const struct contract lines = {.a_registers = MESSAGE(0), .things = INTERRUPTS};

static void delivers(void)
{
    try((struct shape){CONTROL, .label = IRQIssueIRQHandler, .b = B_READY, .priority = 10,
                       .length = 3, .given = 3, .mr = {LINE, SLOT_EMPTY, RADIX}},
        issues, &tcb_a);
    PROVE(cap_type(cnode[SLOT_EMPTY].cap) == CAP_IRQ_HANDLER && !machine.irq_masked[LINE],
          "there is a handler, and the line is open");
    try_next((struct shape){HANDLER, .label = IRQSetIRQHandler, .caps = 1, .cap = {SLOT_NTFN}},
             answers, &tcb_a);
    interrupt((struct contract){.things = NTFN | INTERRUPTS});
    PROVE(ntfn.active, "the notification is signalled");
    try_next((struct shape){HANDLER, .label = IRQAckIRQ}, lines, &tcb_a);
    PROVE(!machine.irq_masked[LINE], "the line is open again");
    try_next((struct shape){DELETE}, issues, &tcb_a);
    PROVE(machine.irq_masked[LINE] && cap_is_null(cnode[SLOT_EMPTY].cap),
          "without a handler it is masked");
}

int main(void)
{
    delivers();
    REACHED("the end of all cases");
}
