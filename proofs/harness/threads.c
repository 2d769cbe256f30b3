/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Suspend, Resume, BindNotification, UnbindNotification, SetFlags and SetTLSBase of
 *     TCBs keep all invariants and break no rule of C, and nothing changes but what their
 *     contracts name
 * Bound: the small system (proofs/system), 7 calls; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: cancelled_caller_stays_stacked@suspends
 */
#include "try.h"

#define ASK .number = seL4_SysCall, .cptr = SLOT_TCB_B

static void suspends(void)
{
    try((struct shape){ASK, .label = TCBSuspend, .b = B_CALLED, .priority = 10, .passive = true},
        (struct contract){.a_registers = MESSAGE(0), .b = STATE | WAITS, .things = REPLY_A | SC_B},
        &tcb_a);
    PROVE(tcb_b.state == THREAD_INACTIVE, "it is stopped");
    try_next((struct shape){ASK, .label = TCBResume},
             (struct contract){.a_registers = MESSAGE(0), .b = STATE}, &tcb_a);
    PROVE(tcb_b.state == THREAD_RESTART, "it could run again");
}

static void resumes(void)
{
    try((struct shape){ASK, .label = TCBResume, .b = B_WAIT, .priority = 30},
        (struct contract){.a_registers = MESSAGE(0), .a = PLACE, .b = STATE | WAITS | NEXT,
                          .things = NTFN},
        &tcb_b);
    PROVE(tcb_b.context.next_pc == tcb_b.context.reg[REG_PC], "it waits once more");
}

static void binds_notification(void)
{
    try((struct shape){ASK, .label = TCBBindNotification, .b = B_READY, .priority = 10, .caps = 1,
                       .cap = {SLOT_NTFN}},
        (struct contract){.a_registers = MESSAGE(0), .b = BOUND, .things = NTFN}, &tcb_a);
    PROVE(tcb_b.bound_notification == &ntfn && ntfn.bound == &tcb_b, "they are bound");
    try_next((struct shape){ASK, .label = TCBUnbindNotification},
             (struct contract){.a_registers = MESSAGE(0), .b = BOUND, .things = NTFN}, &tcb_a);
    PROVE(tcb_b.bound_notification == NULL && ntfn.bound == NULL, "they are not");
}

static void sets_words(void)
{
    try((struct shape){ASK, .label = TCBSetTLSBase, .b = B_READY, .priority = 10, .length = 1},
        (struct contract){.a_registers = MESSAGE(0), .b_registers = REG(REG_TLS_BASE)}, &tcb_a);
    PROVE(tcb_b.context.reg[REG_TLS_BASE] == a_was.context.reg[REG_MR0], "it is as asked for");
    try_next((struct shape){ASK, .label = TCBSetFlags, .length = 2, .given = 2,
                            .mr = {0, seL4_TCBFlag_fpuDisabled}},
             (struct contract){.a_registers = MESSAGE(1), .b = RANK}, &tcb_a);
    PROVE(tcb_b.flags == seL4_TCBFlag_fpuDisabled &&
              tcb_a.context.reg[REG_MR0] == seL4_TCBFlag_fpuDisabled,
          "the flag is set, and told");
}

int main(void)
{
    suspends();
    resumes();
    binds_notification();
    sets_words();
    REACHED("the end of all cases");
}
