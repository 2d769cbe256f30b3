/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: ReplyRecv and NBSendWait keep all invariants and break no rule of C, the answer
 *     arrives, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 4 shapes; all registers, badges, 8 words a buffer
 * Assumes: lengths, labels, times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: fast_label@answer_calls
 *     fast_verdict_keeps_time@answers_fault
 */
#include "try.h"

#define ANSWER .number = seL4_SysReplyRecv, .cptr = SLOT_EP, .reply = SLOT_REPLY_A, \
               .label = 0x777000777

static void arrived(word_t length)
{
    PROVE(tcb_b.context.reg[REG_CAP] == 0, "an answer has no badge");
    PROVE(tcb_b.context.reg[REG_INFO] >> 12 == 0x777000777, "the label arrives");
    for (unsigned i = 0; i < length; i++) {
        PROVE(i < 4 ? tcb_b.context.reg[REG_MR0 + i] == a_was.context.reg[REG_MR0 + i]
                    : buffer_b.word[1 + i] == buffer_a.word[1 + i],
              "each word arrives");
    }
}

/* The first was lent its caller's time, the second has its own. */
static void answer_calls(void)
{
    try((struct shape){ANSWER, .b = B_CALLED, .priority = 10, .passive = true, .length = 6,
                       .used = 10},
        (struct contract){.a = STATE | WAITS | TIME, .b = STATE | WAITS | TIME,
                          .b_registers = MESSAGE(4), .b_first = 5, .b_words = 2,
                          .things = EP | REPLY_A | SC_B},
        &tcb_b);
    arrived(6);
    try((struct shape){ANSWER, .b = B_CALLED, .priority = 30, .length = 2, .used = 10},
        (struct contract){.a = STATE | WAITS, .b = STATE | WAITS, .b_registers = MESSAGE(2),
                          .things = EP | REPLY_A | SC_A},
        &tcb_b);
    arrived(2);
}

/* The answer sets the thread's program counter, stack pointer and condition flags. */
static void answers_fault(void)
{
    try((struct shape){.number = seL4_SysReplyRecv, .cptr = SLOT_EP, .reply = SLOT_REPLY_A,
                       .b = B_FAULTED, .priority = 10, .passive = true, .length = 3, .used = 10},
        (struct contract){.a = STATE | WAITS | TIME, .b = STATE | WAITS | TIME | FAULT | NEXT,
                          .b_registers = REG(REG_PC) | REG(REG_SP) | REG(REG_SPSR),
                          .things = EP | REPLY_A | SC_B},
        &tcb_b);
    PROVE(tcb_b.context.next_pc == a_was.context.reg[REG_MR0], "it goes on where it was told to");
}

/* A signal to b, then the wait for a message. */
static void signal_and_wait(void)
{
    try((struct shape){.number = seL4_SysNBSendWait, .reply = SLOT_NTFN, .cptr = SLOT_EP,
                       .b = B_WAIT, .priority = 30, .used = 10},
        (struct contract){.a = STATE | WAITS, .b = STATE | WAITS, .b_registers = REG(REG_CAP),
                          .things = EP | NTFN | SC_A},
        &tcb_b);
}

int main(void)
{
    answer_calls();
    answers_fault();
    signal_and_wait();
    REACHED("the end of all cases");
}
