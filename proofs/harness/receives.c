/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Recv, NBRecv and Wait keep all invariants and break no rule of C; what waited arrives,
 *     and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 6 shapes; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; lengths, labels, times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: fast_recv_ignores_senders@takes
 *     nbrecv_of_nothing_keeps_badge@blocks
 */
#include "try.h"

#define FROM_EP .cptr = SLOT_EP, .reply = SLOT_REPLY_A
#define FROM_NTFN .cptr = SLOT_NTFN

/* Something is there. */
static void takes(void)
{
    try((struct shape){FROM_EP, .number = seL4_SysRecv, .b = B_CALL, .priority = 10, .length = 3},
        (struct contract){.a_registers = MESSAGE(3), .b = STATE | WAITS,
                          .things = EP | REPLY_A},
        &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == b_was.send_badge, "the badge arrives");
    for (unsigned i = 0; i < 3; i++) {
        PROVE(tcb_a.context.reg[REG_MR0 + i] == b_was.context.reg[REG_MR0 + i],
              "each word arrives");
    }
    try((struct shape){FROM_NTFN, .number = seL4_SysWait, .b = B_READY, .priority = 10,
                       .signalled = true},
        (struct contract){.a_registers = REG(REG_CAP), .things = NTFN}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == ntfn_badge, "the word arrives");
}

/* Nothing is there. */
static void blocks(void)
{
    try((struct shape){FROM_EP, .number = seL4_SysRecv, .b = B_READY, .priority = 20, .used = 10},
        (struct contract){.a = STATE | WAITS, .b = PLACE, .things = EP | REPLY_A | SC_A}, &tcb_b);
    try((struct shape){FROM_EP, .number = seL4_SysNBRecv, .b = B_READY, .priority = 10},
        (struct contract){.a_registers = REG(REG_CAP)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == 0, "no badge");
    /* b waits for an answer on the reply object that a offers anew: it gets none. */
    try((struct shape){FROM_EP, .number = seL4_SysRecv, .b = B_CALLED, .priority = 10},
        (struct contract){.a = STATE | WAITS, .b = STATE | WAITS, .c = PLACE,
                          .things = EP | REPLY_A},
        &tcb_c);
    PROVE(tcb_b.state == THREAD_INACTIVE, "who waited on it stops");
    try((struct shape){FROM_NTFN, .number = seL4_SysWait, .b = B_READY, .priority = 10, .used = 10},
        (struct contract){.a = STATE | WAITS, .b = PLACE, .things = NTFN | SC_A}, &tcb_b);
}

int main(void)
{
    takes();
    blocks();
    REACHED("the end of all cases");
}
