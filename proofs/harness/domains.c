/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the calls of the domain capability keep all invariants and break no rule of C, whose
 *     turn it is runs, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 2 domains, 3 calls; all registers, badges, 8 words a
 *     buffer
 * Assumes: badges of copies are not 0; times are as given
 * Options: --unwind 130
 * Sources: system
 * Domains: 2
 * Mutants: moved_thread_stays_in_its_domain@turns
 */
#include "try.h"

#define ASK .number = seL4_SysCall, .cptr = SLOT_CONTROL, .control = CAP_DOMAIN

static void turns(void)
{
    try((struct shape){ASK, .label = DomainSetSet, .b = B_READY, .priority = 10, .length = 1,
                       .given = 1, .mr = {1}, .caps = 1, .cap = {SLOT_TCB_B}},
        (struct contract){.a_registers = MESSAGE(0), .b = RANK}, &tcb_a);
    PROVE(tcb_b.domain == 1, "b is in the domain that was asked for");
    try_next((struct shape){ASK, .label = DomainScheduleConfigure, .length = 3, .given = 3,
                            .mr = {1, 1, 1000}},
             (struct contract){.a_registers = MESSAGE(0)}, &tcb_a);
    try_next((struct shape){ASK, .label = DomainScheduleSetStart, .length = 1, .given = 1,
                            .mr = {1}},
             (struct contract){.a_registers = MESSAGE(0), .a = PLACE, .b = PLACE, .things = TURN},
             &tcb_b);
}

int main(void)
{
    turns();
    REACHED("the end of all cases");
}
