/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Delete of the last capability to an endpoint, a thread, a reply object, a scheduling
 *     context and a notification keeps all invariants and breaks no rule of C, and nothing changes
 *     but what its contract names
 * Bound: the small system (proofs/system), 7 calls; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0
 * Options: --unwind 130
 * Sources: system
 * Mutants: dead_thread_keeps_time@deletes_thread waiters_left@deletes_endpoint
 */
#include "try.h"

#define DELETE(slot) .number = seL4_SysCall, .cptr = SLOT_CNODE, .label = CNodeDelete, \
                     .length = 2, .given = 2, .mr = {slot, RADIX}

/* b waits there, and calls again when the last capability goes. */
static void deletes_endpoint(void)
{
    try((struct shape){DELETE(SLOT_EP), .b = B_RECV_REPLY, .priority = 10},
        (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_EP)}, &tcb_a);
    PROVE(tcb_b.state == THREAD_BLOCKED_RECV, "the endpoint is still there");
    try_next((struct shape){DELETE(SLOT_EP_COPY)},
             (struct contract){.a_registers = MESSAGE(0), .b = STATE | WAITS | PLACE,
                               .things = EP | REPLY_B, .slots = SLOT(SLOT_EP_COPY)},
             &tcb_a);
    PROVE(tcb_b.state == THREAD_RESTART && cap_is_null(cnode[SLOT_EP_COPY].cap),
          "it is gone, and who waited calls again");
}

/* What b was in lets it go. */
static void deletes_thread(void)
{
    try((struct shape){DELETE(SLOT_TCB_B), .b = B_RECV_REPLY, .priority = 10},
        (struct contract){.a_registers = MESSAGE(0), .b = STATE | WAITS | TIME | SPACES,
                          .things = EP | REPLY_B | SC_B, .slots = SLOT(SLOT_TCB_B)},
        &tcb_a);
}

/* a runs on the time that b lent it: it goes home, and c runs. */
static void deletes_reply(void)
{
    try((struct shape){DELETE(SLOT_REPLY_A), .b = B_CALLED, .priority = 10, .passive = true},
        (struct contract){.a_registers = MESSAGE(0), .a = TIME, .b = STATE | WAITS | TIME,
                          .c = PLACE, .things = REPLY_A | SC_B, .slots = SLOT(SLOT_REPLY_A)},
        &tcb_c);
    PROVE(tcb_b.sc == &sc_b.sc && tcb_b.state == THREAD_INACTIVE, "b has its time, and no answer");
}

static void deletes_bound(void)
{
    try((struct shape){DELETE(SLOT_SC_B), .b = B_READY, .priority = 10, .bound = true},
        (struct contract){.a_registers = MESSAGE(0), .b = PLACE | TIME, .things = SC_B,
                          .slots = SLOT(SLOT_SC_B)},
        &tcb_a);
    try_next((struct shape){DELETE(SLOT_NTFN)},
             (struct contract){.a_registers = MESSAGE(0), .a = BOUND, .things = NTFN,
                               .slots = SLOT(SLOT_NTFN)},
             &tcb_a);
    try_next((struct shape){DELETE(SLOT_CNODE)},
             (struct contract){.a_registers = MESSAGE(0), .slots = SLOT(SLOT_CNODE)}, &tcb_a);
}

int main(void)
{
    deletes_endpoint();
    deletes_thread();
    deletes_reply();
    deletes_bound();
    REACHED("the end of all cases");
}
