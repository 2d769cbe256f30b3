/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the fast paths of Call and ReplyRecv do what the general path does, state for state
 * Bound: the small system (proofs/system), 15 shapes: lengths 0 to 4, and 6 through the buffers,
 *     with lent time and with own; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; times are as given
 * Options: --unwind 130
 * Cases: calls answers
 * Sources: system
 * Mutants: fast_reply_before_better@answers_returning
 *     fast_four_words@answers_active
 */
#include "try.h"

#define USED .label = 0x777, .used = 10

/* All is as it was left the other way: threads, objects, capabilities, queues, time. */
static void same(struct shape shape)
{
    system_build(shape);
    kernel_syscall();
    frame_remember_kernel();
    system_build_again(shape);
    sched_enter();
    kernel_syscall_general();
    frame_check((struct contract){0});
    frame_check_kernel();
}

static void call(enum other b, uint8_t priority, bool passive, word_t length)
{
    same((struct shape){USED, .number = seL4_SysCall, .cptr = SLOT_EP_COPY, .b = b,
                        .priority = priority, .passive = passive, .length = length});
}

static void answer(uint8_t priority, bool passive, word_t length)
{
    same((struct shape){USED, .number = seL4_SysReplyRecv, .cptr = SLOT_EP, .reply = SLOT_REPLY_A,
                        .b = B_CALLED, .priority = priority, .passive = passive,
                        .length = length});
}

static void calls_lending(void)
{
    call(B_RECV_REPLY, 30, true, 0);
    call(B_RECV_REPLY, 30, true, 1);
    call(B_RECV_REPLY, 30, true, 2);
    call(B_RECV_REPLY, 30, true, 3);
    call(B_RECV_REPLY, 30, true, 4);
    call(B_RECV_REPLY, 5, true, 4); /* c has the better claim */
}

static void calls_active(void)
{
    call(B_RECV_REPLY, 30, false, 4);
    call(B_RECV_REPLY, 10, false, 6);
}

static void answers_returning(void)
{
    answer(10, true, 0);
    answer(10, true, 1);
    answer(10, true, 2);
    answer(10, true, 3);
    answer(10, true, 4);
    answer(5, true, 1); /* so, too */
}

static void answers_active(void)
{
    answer(30, false, 2);
}

void calls(void)
{
    calls_lending();
    calls_active();
    REACHED("the end of these cases");
}

void answers(void)
{
    answers_returning();
    answers_active();
    REACHED("the end of these cases");
}
