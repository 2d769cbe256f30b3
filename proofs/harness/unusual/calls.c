/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Call of what does not answer itself, a notification, a reply object, an empty slot, is
 *     answered by the kernel; Recv finds what it names through a CNode of any kind, or its fault
 *     is told; all invariants are kept and no rule of C is broken, and nothing changes but what
 *     their contracts name
 * Bound: the small system (proofs/system), 5 calls; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; lengths, labels, times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: reply_refuses_call@answers_by_call lookup_fault_in_send_phase@receives_nowhere
 */
#include "try.h"

#define CALL_OF(slot) .number = seL4_SysCall, .cptr = slot

static void signals_by_call(void)
{
    try((struct shape){CALL_OF(SLOT_NTFN), .b = B_READY, .priority = 10},
        (struct contract){.a_registers = MESSAGE(0), .things = NTFN}, &tcb_a);
    PROVE(ntfn.active && tcb_a.context.reg[REG_INFO] == 0, "it is signalled, and a told so");
    try_next((struct shape){CALL_OF(SLOT_NULL)}, (struct contract){.a_registers = MESSAGE(1)},
             &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_InvalidCapability &&
              tcb_a.context.reg[REG_MR0] == 0,
          "a is told that there is none");
}

/* To b, and the kernel's own to a. */
static void answers_by_call(void)
{
    try((struct shape){CALL_OF(SLOT_REPLY_A), .b = B_CALLED, .priority = 10, .label = 0x777,
                       .length = 2},
        (struct contract){.a_registers = MESSAGE(0), .b = STATE | WAITS | PLACE,
                          .b_registers = MESSAGE(2), .things = REPLY_A},
        &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] == 0, "a is told that it is done");
    PROVE(tcb_b.context.reg[REG_INFO] >> 12 == 0x777 &&
              tcb_b.context.reg[REG_MR0] == a_was.context.reg[REG_MR0] &&
              tcb_b.context.reg[REG_MR0 + 1] == a_was.context.reg[REG_MR0 + 1],
          "the answer arrives");
}

static void receives_nowhere(void)
{
    try((struct shape){.number = seL4_SysRecv, .cptr = NO_SLOT, .reply = SLOT_REPLY_A,
                       .b = B_RECV_REPLY, .priority = 30, .handlers = true},
        (struct contract){.a = STATE | WAITS | FAULT, .b = STATE | WAITS,
                          .b_registers = MESSAGE(4), .b_first = 5, .b_words = 3,
                          .things = EP | REPLY_B},
        &tcb_b);
    PROVE(tcb_b.context.reg[REG_MR0 + seL4_CapFault_Addr] == NO_SLOT &&
              tcb_b.context.reg[REG_MR0 + seL4_CapFault_InRecvPhase] == 1,
          "the handler is told where a wanted to receive");
}

/* The CNode leaves a bit of each address over. */
static void receives_by_walk(void)
{
    try((struct shape){.number = seL4_SysRecv, .cptr = SLOT_EP << 1, .reply = SLOT_REPLY_A << 1,
                       .guard = true, .b = B_READY, .priority = 10},
        (struct contract){.a = STATE | WAITS, .b = PLACE, .things = EP | REPLY_A}, &tcb_b);
    PROVE(ep.queue.head == &tcb_a && tcb_a.reply == &reply_a, "a waits where it said");
}

int main(void)
{
    signals_by_call();
    answers_by_call();
    receives_nowhere();
    receives_by_walk();
    REACHED("the end of all cases");
}
