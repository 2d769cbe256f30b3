/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the fast paths of Call and ReplyRecv do what the general path does, state for state,
 *     whatever the length
 * Bound: the small system (proofs/system), 20 shapes: lengths 0 to 4, and 6, 120 and, of Call, 127
 *     (which is too long) through the buffers; labels 0, 0x777 and the largest; with lent time and
 *     with own; each thread in an address space of its own; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; times are as given
 * Options: --unwind 130
 * Cases: calls_lending calls_active answers_returning answers_active
 * Sources: system
 * Mutants: fast_reply_before_better@answers_returning fast_four_words@answers_active
 *     fast_label@calls_active fast_121_words@calls_active
 *     fast_switch_leaves_address_space@calls_lending
 */
#include "twice.h"

#define USED .used = 10, .space = SPACE_EACH

enum { SOME = 0x777 };
#define LARGEST MASK(52)

static void call(uint8_t priority, bool passive, word_t label, word_t length)
{
    twice((struct shape){USED, .number = seL4_SysCall, .cptr = SLOT_EP_COPY, .b = B_RECV_REPLY,
                         .priority = priority, .passive = passive, .label = label,
                         .length = length});
}

static void reply(uint8_t priority, bool passive, word_t label, word_t length)
{
    twice((struct shape){USED, .number = seL4_SysReplyRecv, .cptr = SLOT_EP, .reply = SLOT_REPLY_A,
                         .b = B_CALLED, .priority = priority, .passive = passive, .label = label,
                         .length = length});
}

void calls_lending(void)
{
    call(30, true, 0, 0);
    call(30, true, SOME, 1);
    call(30, true, SOME, 2);
    call(30, true, SOME, 3);
    call(30, true, LARGEST, 4);
    call(5, true, SOME, 4); /* c has the better claim */
    call(30, true, SOME, 6);
    REACHED("the end");
}

void calls_active(void)
{
    call(30, false, LARGEST, 4);
    call(10, false, SOME, 6);
    call(30, false, SOME, 120);
    call(30, false, SOME, 127);
    REACHED("the end");
}

void answers_returning(void)
{
    reply(10, true, 0, 0);
    reply(10, true, SOME, 1);
    reply(10, true, SOME, 2);
    reply(10, true, SOME, 3);
    reply(10, true, LARGEST, 4);
    reply(5, true, SOME, 1); /* so, too */
    reply(10, true, SOME, 120);
    REACHED("the end");
}

void answers_active(void)
{
    reply(30, false, SOME, 2);
    reply(10, false, SOME, 6);
    REACHED("the end");
}
