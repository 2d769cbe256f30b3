/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the fast paths of Call and ReplyRecv do what the general path does, state for state,
 *     whatever rights the endpoint's capability has
 * Bound: the small system (proofs/system), 32 shapes: each of the 16 sets of Read, Write, Grant and
 *     GrantReply, for each of both; a message of 2 words to a server that runs on lent time, and
 *     back; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; times are as given
 * Options: --unwind 130
 * Cases: calls_with_write calls_without_write answers_with_read answers_without_read
 * Sources: system
 * Mutants: fast_path_without_grant@calls_with_write fast_call_without_write@calls_without_write
 *     fast_no_receiver_right@answers_without_read
 */
#include "twice.h"

#define LENT .used = 10, .space = SPACE_EACH, .passive = true, .label = 0x777, .length = 2

static void call_with(word_t rights)
{
    twice((struct shape){LENT, .number = seL4_SysCall, .cptr = SLOT_EP_COPY, .b = B_RECV_REPLY,
                         .priority = 30, .rights = ONLY | rights});
}

static void answer_with(word_t rights)
{
    twice((struct shape){LENT, .number = seL4_SysReplyRecv, .cptr = SLOT_EP_COPY,
                         .reply = SLOT_REPLY_A, .b = B_CALLED, .priority = 10,
                         .rights = ONLY | rights});
}

/* Each set of rights with `right`, or without it. */
static void each(void (*one)(word_t rights), word_t right, bool with)
{
    for (word_t rights = 0; rights <= RIGHTS_ALL; rights++) {
        if (((rights & right) != 0) == with) {
            one(rights);
        }
    }
}

void calls_with_write(void)
{
    each(call_with, RIGHT_WRITE, true);
    REACHED("the end");
}

void calls_without_write(void)
{
    each(call_with, RIGHT_WRITE, false);
    REACHED("the end");
}

void answers_with_read(void)
{
    each(answer_with, RIGHT_READ, true);
    REACHED("the end");
}

void answers_without_read(void)
{
    each(answer_with, RIGHT_READ, false);
    REACHED("the end");
}
