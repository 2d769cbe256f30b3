/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: CancelBadgedSends lets go exactly those who wait to send with the badge: they send once
 *     more, who faulted stops, others wait where they did; it goes on where it was preempted, keeps
 *     all invariants and breaks no rule of C, and nothing changes but what its contract names
 * Bound: the small system (proofs/system), 8 calls, two who wait, with the badge or with another;
 *     all registers, 8 words a buffer. One who waits, any two badges, and only whether it goes
 * Assumes: the badge that is asked for and the other one are as given, but for the last case
 * Options: --unwind 130
 * Sources: system
 * Mutants: cancel_all_badges@one_goes cancel_receivers@others_wait
 *     cancelling_never_preempted@preempted stopped_faulter_restarts@faulted_stops
 *     half_a_badge_is_enough@any_badge
 */
#include "endpoint.h"
#include "machine_state.h"
#include "place.h"
#include "thread.h"
#include "try.h"

#define CANCEL .number = seL4_SysCall, .cptr = SLOT_CNODE, .label = CNodeCancelBadgedSends, \
               .length = 2, .given = 2, .mr = {SLOT_EP_COPY, RADIX}, .priority = 15

enum { BADGE = 0x5e4d, OTHER = 0x4e4d, GOES = STATE | WAITS | PLACE };

/* c waits to send, too, and both have these badges; BADGE is what a asks for. */
static void both_wait(enum other b, word_t b_with, word_t c_with)
{
    system_build((struct shape){CANCEL, .b = b});
    place_none(&tcb_c);
    tcb_c.state = THREAD_BLOCKED_SEND;
    tcb_c.send_flags = 1; /* enum send_flag */
    wait_queue_add(&ep.queue, &tcb_c);
    tcb_b.send_badge = b_with;
    tcb_c.send_badge = c_with;
    cnode[SLOT_EP_COPY].cap = cap_set_badge(cnode[SLOT_EP].cap, BADGE);
    frame_remember();
}

static struct contract changes(unsigned b, unsigned c)
{
    return (struct contract){.a_registers = MESSAGE(0), .a = PROGRESS, .b = b, .c = c,
                             .things = (b | c) != 0 ? EP : 0};
}

static void one_goes(void)
{
    both_wait(B_SEND, BADGE, OTHER);
    kernel_syscall();
    try_end(changes(GOES, 0), &tcb_a);
    PROVE(tcb_b.state == THREAD_RESTART && ep.queue.head == &tcb_c, "b sends once more");
    both_wait(B_CALL, OTHER, BADGE);
    kernel_syscall();
    try_end(changes(0, GOES), &tcb_a);
    PROVE(tcb_c.state == THREAD_RESTART && ep.queue.head == &tcb_b, "c sends once more");
}

static void both_or_none_goes(void)
{
    both_wait(B_SEND, BADGE, BADGE);
    kernel_syscall();
    try_end(changes(GOES, GOES), &tcb_a);
    PROVE(is_ready(&tcb_b) && is_ready(&tcb_c) && ep.queue.head == NULL, "both send once more");
    both_wait(B_SEND, OTHER, OTHER);
    kernel_syscall();
    try_end(changes(0, 0), &tcb_a);
}

/* After an interrupt, which comes when the first of both has gone. */
static void preempted(void)
{
    both_wait(B_SEND, BADGE, BADGE);
    machine.irq_pending = true;
    kernel_syscall();
    struct contract contract = changes(GOES, 0);
    contract.a_registers = 0;
    contract.a = PROGRESS | NEXT;
    try_end(contract, &tcb_a);
    PROVE(tcb_a.context.next_pc == tcb_a.context.reg[REG_PC], "a calls once more");
    machine.irq_pending = false;
    try_next((struct shape){CANCEL}, changes(0, GOES), &tcb_a);
    PROVE(tcb_c.state == THREAD_RESTART && ep.queue.head == NULL, "both have gone");
}

/* b waits to receive, and has sent with the badge once. */
static void others_wait(void)
{
    system_build((struct shape){CANCEL, .b = B_RECV_REPLY});
    tcb_b.send_badge = BADGE;
    cnode[SLOT_EP_COPY].cap = cap_set_badge(cnode[SLOT_EP].cap, BADGE);
    frame_remember();
    kernel_syscall();
    try_end(changes(0, 0), &tcb_a);
}

static void faulted_stops(void)
{
    both_wait(B_CALL, BADGE, OTHER);
    tcb_b.fault.type = seL4_Fault_UserException;
    frame_remember();
    kernel_syscall();
    try_end(changes(STATE | WAITS | FAULT, 0), &tcb_a);
    PROVE(tcb_b.state == THREAD_INACTIVE, "b stops, and nobody is told");
}

/* Whatever the badges are. */
static void any_badge(void)
{
    word_t badge = nondet_word();

    system_build((struct shape){.b = B_SEND});
    tcb_b.send_badge = nondet_word();
    PROVE(endpoint_cancel_badged(&ep, badge).kind == ERR_NONE, "nothing comes in between");
    if (tcb_b.send_badge == badge) {
        REACHED("it has the badge");
        PROVE(tcb_b.state == THREAD_RESTART, "who has the badge goes");
    } else {
        PROVE(tcb_b.state == THREAD_BLOCKED_SEND, "who has another badge waits");
    }
}

int main(void)
{
    one_goes();
    both_or_none_goes();
    preempted();
    others_wait();
    faulted_stops();
    any_badge();
    REACHED("the end of all cases");
}
