/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: NBSendRecv and NBWait keep all invariants and break no rule of C; what was sent
 *     arrives, and so does what waited; nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 7 shapes; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; lengths, labels, times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: nbwait_looks_for_reply@polls nbsend_recv_sends_elsewhere@sends_and_receives
 */
#include "try.h"

#define PHASES .number = seL4_SysNBSendRecv, .reply = SLOT_REPLY_A
#define POLL .number = seL4_SysNBWait, .priority = 10

/* Two words from a to b. */
static void arrived(void)
{
    PROVE(tcb_b.context.reg[REG_CAP] == cap_badge(cnode[SLOT_EP_COPY].cap), "the badge arrives");
    PROVE(tcb_b.context.reg[REG_INFO] >> 12 == 0x777, "the label arrives");
    for (unsigned i = 0; i < 2; i++) {
        PROVE(tcb_b.context.reg[REG_MR0 + i] == a_was.context.reg[REG_MR0 + i],
              "each word arrives");
    }
}

static void sends_and_receives(void)
{
    /* A message, with a's time for who has none; then a waits for a signal. */
    try((struct shape){PHASES, .dest = SLOT_EP_COPY, .cptr = SLOT_NTFN, .b = B_RECV,
                       .priority = 10, .passive = true, .label = 0x777, .length = 2},
        (struct contract){.a = STATE | WAITS | TIME, .b = STATE | WAITS | TIME,
                          .b_registers = MESSAGE(2), .things = EP | NTFN | SC_A},
        &tcb_b);
    arrived();
    PROVE(tcb_b.sc == &sc_a.sc && tcb_a.sc == NULL, "the time goes with it");
    /* A signal; then a waits for a message, and offers its reply object. */
    try((struct shape){PHASES, .dest = SLOT_NTFN, .cptr = SLOT_EP, .b = B_WAIT, .priority = 10},
        (struct contract){.a = STATE | WAITS, .b = STATE | WAITS, .b_registers = REG(REG_CAP),
                          .things = EP | NTFN | REPLY_A | SC_A},
        &tcb_b);
    PROVE(tcb_a.reply == &reply_a && reply_a.tcb == &tcb_a, "the reply object is offered");
    /* Nobody receives: the message is lost.  What was signalled is taken. */
    try((struct shape){PHASES, .dest = SLOT_EP_COPY, .cptr = SLOT_NTFN, .b = B_READY,
                       .priority = 10, .signalled = true, .label = 0x777, .length = 2},
        (struct contract){.a_registers = REG(REG_CAP), .things = NTFN}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == ntfn_badge, "the word arrives");
}

static void polls(void)
{
    try((struct shape){POLL, .cptr = SLOT_NTFN, .b = B_READY, .signalled = true},
        (struct contract){.a_registers = REG(REG_CAP), .things = NTFN}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == ntfn_badge && !ntfn.active, "the word arrives, once");
    try((struct shape){POLL, .cptr = SLOT_NTFN, .b = B_READY},
        (struct contract){.a_registers = REG(REG_CAP)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == 0, "nothing is there: no badge");
    try((struct shape){POLL, .cptr = SLOT_EP, .b = B_SEND, .length = 2},
        (struct contract){.a_registers = MESSAGE(2), .b = STATE | WAITS | PLACE, .things = EP},
        &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == b_was.send_badge, "the sender's badge arrives");
    /* Who calls and cannot be answered stops. */
    try((struct shape){POLL, .cptr = SLOT_EP, .b = B_CALL, .length = 2},
        (struct contract){.a_registers = MESSAGE(2), .b = STATE | WAITS, .things = EP}, &tcb_a);
    PROVE(tcb_b.state == THREAD_INACTIVE, "a caller whom nobody can answer stops");
}

int main(void)
{
    sends_and_receives();
    polls();
    REACHED("the end of all cases");
}
