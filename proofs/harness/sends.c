/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Send, NBSend and Call to an endpoint keep all invariants and break no rule of C; the
 *     message arrives, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 6 shapes; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; lengths, labels, times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: fast_message_3_words@calls
 */
#include "try.h"

#define TO .cptr = SLOT_EP_COPY, .label = 0x777, .used = 10

static word_t badge(void)
{
    return cap_badge(cnode[SLOT_EP_COPY].cap);
}

/* `length` words, and whose they are. */
static void arrived(word_t length)
{
    PROVE(tcb_b.context.reg[REG_CAP] == badge(), "the badge arrives");
    PROVE(tcb_b.context.reg[REG_INFO] >> 12 == 0x777, "the label arrives");
    PROVE((tcb_b.context.reg[REG_INFO] & MASK(7)) == length, "the length arrives");
    for (unsigned i = 0; i < length; i++) {
        PROVE(i < 4 ? tcb_b.context.reg[REG_MR0 + i] == a_was.context.reg[REG_MR0 + i]
                    : buffer_b.word[1 + i] == buffer_a.word[1 + i],
              "each word arrives");
    }
}

/* Who calls lends its time to who has none. */
static void calls(void)
{
    try((struct shape){TO, .number = seL4_SysCall, .b = B_RECV_REPLY, .priority = 30,
                       .passive = true, .length = 4},
        (struct contract){.a = STATE | WAITS | TIME, .b = STATE | WAITS | TIME,
                          .b_registers = MESSAGE(4), .things = EP | REPLY_B | SC_A},
        &tcb_b);
    arrived(4);
    try((struct shape){TO, .number = seL4_SysCall, .b = B_RECV_REPLY, .priority = 30,
                       .length = 6},
        (struct contract){.a = STATE | WAITS, .b = STATE | WAITS, .b_registers = MESSAGE(4),
                          .b_first = 5, .b_words = 2, .things = EP | REPLY_B | SC_A},
        &tcb_b);
    arrived(6);
    try((struct shape){TO, .number = seL4_SysCall, .b = B_READY, .priority = 10, .length = 2},
        (struct contract){.a = STATE | WAITS | SENDS, .b = PLACE, .things = EP | SC_A}, &tcb_b);
}

/* One capability is to the endpoint itself and arrives as its badge, the other is copied. */
static void sends(void)
{
    try((struct shape){TO, .number = seL4_SysSend, .b = B_RECV, .priority = 30, .caps = 2,
                       .cap = {SLOT_EP, SLOT_SC_A}},
        (struct contract){.a = PLACE, .b = STATE | WAITS, .b_registers = MESSAGE(0), .b_first = 122,
                          .b_words = 1, .slots = SLOT(SLOT_EMPTY), .things = EP | SC_A},
        &tcb_b);
    arrived(0);
    PROVE(cap_same_object(cnode[SLOT_EMPTY].cap, cnode[SLOT_SC_A].cap), "the capability arrives");
    try((struct shape){TO, .number = seL4_SysNBSend, .b = B_RECV, .priority = 10, .length = 1},
        (struct contract){.b = STATE | WAITS | PLACE, .b_registers = MESSAGE(1), .things = EP},
        &tcb_a);
    arrived(1);
    try((struct shape){TO, .number = seL4_SysNBSend, .b = B_READY, .priority = 10, .length = 1},
        (struct contract){.things = 0}, &tcb_a);
}

int main(void)
{
    calls();
    sends();
    REACHED("the end of all cases");
}
