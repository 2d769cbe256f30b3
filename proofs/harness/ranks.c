/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: SetPriority, SetMCPriority, SetSchedParams and SetTimeoutEndpoint of TCBs keep all
 *     invariants and break no rule of C, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 7 calls; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: handler_stays_without_one@sets
 */
#include "try.h"

#define ASK .number = seL4_SysCall, .cptr = SLOT_TCB_B
#define OF_A .caps = 1, .cap = {SLOT_TCB_A}
#define SOME 1, .given = 1

/* b waits, and waits at another place in the queue then; at last it runs, before a. */
static void ranks(void)
{
    try((struct shape){ASK, .label = TCBSetPriority, .length = SOME, .mr = {25}, OF_A,
                       .b = B_RECV, .priority = 10},
        (struct contract){.a_registers = MESSAGE(0), .b = RANK}, &tcb_a);
    PROVE(tcb_b.priority == 25, "its priority is as asked for");
    try_next((struct shape){ASK, .label = TCBSetMCPriority, .length = SOME, .mr = {30}, OF_A},
             (struct contract){.a_registers = MESSAGE(0), .b = RANK}, &tcb_a);
    PROVE(tcb_b.mcp == 30 && tcb_b.priority == 25, "its most, and not its priority");
    try_next((struct shape){ASK, .label = TCBResume},
             (struct contract){.a_registers = MESSAGE(0), .a = PLACE,
                               .b = STATE | WAITS | NEXT, .things = EP},
             &tcb_b);
}

/* A ready thread, which is better than a then. */
static void ranks_ready(void)
{
    try((struct shape){ASK, .label = TCBSetPriority, .length = SOME, .mr = {25}, OF_A,
                       .b = B_READY, .priority = 10},
        (struct contract){.a_registers = MESSAGE(0), .a = PLACE, .b = RANK | PLACE}, &tcb_b);
}

static void sets(void)
{
    try((struct shape){ASK, .label = TCBSetSchedParams, .b = B_INACTIVE, .priority = 10,
                       .length = 2, .given = 2, .mr = {40, 35}, .caps = 3,
                       .cap = {SLOT_TCB_A, SLOT_SC_B, SLOT_EP}},
        (struct contract){.a_registers = MESSAGE(0), .b = RANK | SPACES}, &tcb_a);
    PROVE(tcb_b.priority == 35 && tcb_b.mcp == 40, "both are as asked for");
    PROVE(cap_same_object(tcb_b.slot[TCB_FAULT_HANDLER].cap, cnode[SLOT_EP].cap),
          "its fault handler is");
    try_next((struct shape){ASK, .label = TCBSetTimeoutEndpoint, .caps = 1, .cap = {SLOT_EP}},
             (struct contract){.a_registers = MESSAGE(0), .b = SPACES}, &tcb_a);
    /* Without a handler, and without time. */
    try_next((struct shape){ASK, .label = TCBSetSchedParams, .length = 2, .given = 2,
                            .mr = {40, 35}, .caps = 3, .cap = {SLOT_TCB_A, SLOT_EMPTY, SLOT_EMPTY}},
             (struct contract){.a_registers = MESSAGE(0), .b = SPACES | TIME, .things = SC_B},
             &tcb_a);
    PROVE(tcb_b.sc == NULL && cap_is_null(tcb_b.slot[TCB_FAULT_HANDLER].cap), "it has neither");
}

int main(void)
{
    ranks();
    ranks_ready();
    sets();
    REACHED("the end of all cases");
}
