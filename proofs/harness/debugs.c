/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: debug system calls, calls that are refused, and capabilities that do not resolve keep
 *     all invariants and break no rule of C, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 10 calls; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0
 * Options: --unwind 130
 * Cases: debug_calls refusals
 * Sources: system
 * Mutants: extra_fault_address@refuses_extra name_without_end@debugs
 */
#include "try.h"

/* As far as the name has room, and ends. */
static void is_named(const struct tcb *tcb, const char *name)
{
    size_t most = sizeof tcb->name - 1;
    size_t i;

    for (i = 0; i < most && name[i] != '\0'; i++) {
        PROVE(tcb->name[i] == name[i], "it has the name");
    }
    PROVE(tcb->name[i] == '\0', "and no more");
}

static void debugs(void)
{
    try((struct shape){.number = seL4_SysDebugCapIdentify, .cptr = SLOT_NTFN, .b = B_READY,
                       .priority = 10},
        (struct contract){.a_registers = REG(REG_CAP)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == CAP_NOTIFICATION, "its type");
    try_next((struct shape){.number = seL4_SysDebugPutChar, .cptr = 'x'}, (struct contract){0},
             &tcb_a);
    try_next((struct shape){.number = seL4_SysDebugDumpScheduler}, (struct contract){0}, &tcb_a);
    try_next((struct shape){.number = seL4_SysDebugSnapshot}, (struct contract){0}, &tcb_a);
    try_next((struct shape){.number = seL4_SysDebugNameThread, .cptr = SLOT_TCB_C},
             (struct contract){0}, &tcb_a);
    is_named(&tcb_c, (const char *)&buffer_a.word[1]);
}

/* A handler is told of a capability that does not resolve. */
static void refuses(void)
{
    try((struct shape){.number = seL4_SysCall, .cptr = NO_SLOT, .b = B_RECV_REPLY, .priority = 30,
                       .handlers = true},
        (struct contract){.a = STATE | WAITS | FAULT, .b = STATE | WAITS,
                          .b_registers = MESSAGE(4), .b_first = 5, .b_words = 3,
                          .things = EP | REPLY_B},
        &tcb_b);
    PROVE(tcb_b.context.reg[REG_MR0 + seL4_CapFault_Addr] == NO_SLOT, "it is told which");
}

/* So of one that the call brings along. */
static void refuses_extra(void)
{
    try((struct shape){.number = seL4_SysCall, .cptr = SLOT_CNODE, .label = CNodeCopy, .length = 4,
                       .caps = 1, .cap = {NO_SLOT}, .b = B_RECV_REPLY, .priority = 30,
                       .handlers = true},
        (struct contract){.a = STATE | WAITS | FAULT, .b = STATE | WAITS,
                          .b_registers = MESSAGE(4), .b_first = 5, .b_words = 3,
                          .things = EP | REPLY_B},
        &tcb_b);
    PROVE(tcb_b.context.reg[REG_MR0 + seL4_CapFault_Addr] == NO_SLOT, "it is told which");
}

static void is_told(void)
{
    try((struct shape){.number = seL4_SysCall, .cptr = SLOT_CNODE, .label = CNodeCopy, .length = 5,
                       .given = 5, .mr = {SLOT_EMPTY, 70, SLOT_EP, RADIX, 0}, .caps = 1,
                       .cap = {SLOT_CNODE}, .b = B_READY, .priority = 10},
        (struct contract){.a_registers = MESSAGE(2)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_RangeError, "a depth that there is not");
    try_next((struct shape){.number = seL4_SysCall, .cptr = SLOT_CNODE, .label = CNodeCopy,
                            .length = 4, .given = 4, .mr = {SLOT_EMPTY, RADIX, SLOT_EP, RADIX},
                            .caps = 1, .cap = {SLOT_CNODE}},
             (struct contract){.a_registers = MESSAGE(0)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_TruncatedMessage, "a word too few");
    try_next((struct shape){.number = seL4_SysCall, .cptr = SLOT_TCB_B, .label = TCBSetPriority,
                            .length = 1, .given = 1, .mr = {99}, .caps = 1, .cap = {SLOT_EP}},
             (struct contract){.a_registers = MESSAGE(1)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_InvalidCapability &&
              tcb_a.context.reg[REG_MR0] == 1,
          "which capability is wrong");
}

void debug_calls(void)
{
    debugs();
    is_told();
    REACHED("the end of these cases");
}

void refusals(void)
{
    refuses();
    refuses_extra();
    REACHED("the end of these cases");
}
