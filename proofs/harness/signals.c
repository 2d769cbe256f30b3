/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: signals and Yield keep all invariants and break no rule of C, the word arrives, and
 *     nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 7 shapes; all registers, badges, 8 words a buffer
 * Assumes: times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: signals_replace@signal_nobody
 *     fast_yield_stays@yields one_of_several_keeps_waiting@signal_unusual
 */
#include "place.h"
#include "thread.h"
#include "try.h"

#define SIGNAL .number = seL4_SysSend, .cptr = SLOT_NTFN

static word_t badge(void)
{
    return cap_badge(cnode[SLOT_NTFN].cap);
}

/* Somebody waits for the word, or for a message while it is bound. */
static void signal_waiters(void)
{
    try((struct shape){SIGNAL, .b = B_WAIT, .priority = 30, .used = 10},
        (struct contract){.a = PLACE, .b = STATE | WAITS, .b_registers = REG(REG_CAP),
                          .things = NTFN | SC_A},
        &tcb_b);
    PROVE(tcb_b.context.reg[REG_CAP] == badge(), "the word arrives");
    try((struct shape){.number = seL4_SysNBSend, .cptr = SLOT_NTFN, .b = B_RECV_BOUND,
                       .priority = 10},
        (struct contract){.b = STATE | WAITS | PLACE, .b_registers = REG(REG_CAP), .things = EP},
        &tcb_a);
    PROVE(tcb_b.context.reg[REG_CAP] == badge(), "the word arrives");
}

/* b has no time but what the notification lends; or is not the only one, and it is the first that
   gets the word. */
static void signal_unusual(void)
{
    try_begin((struct shape){SIGNAL, .b = B_WAIT, .priority = 30, .passive = true, .used = 10});
    ntfn.sc = &sc_b.sc;
    sc_b.sc.notification = &ntfn;
    frame_remember();
    kernel_syscall();
    try_end((struct contract){.a = PLACE, .b = STATE | WAITS | TIME, .b_registers = REG(REG_CAP),
                              .things = NTFN | SC_A | SC_B},
            &tcb_b);
    PROVE(tcb_b.sc == &sc_b.sc && ntfn.sc == &sc_b.sc, "it has the time");
    try_begin((struct shape){SIGNAL, .b = B_WAIT, .priority = 15});
    place_none(&tcb_c);
    tcb_c.state = THREAD_BLOCKED_NOTIFICATION;
    wait_queue_add(&ntfn.queue, &tcb_c);
    frame_remember();
    kernel_syscall();
    try_end((struct contract){.b = STATE | WAITS | PLACE, .b_registers = REG(REG_CAP),
                              .things = NTFN},
            &tcb_a);
    PROVE(ntfn.queue.head == &tcb_c, "the other one waits on");
}

/* Nobody does. */
static void signal_nobody(void)
{
    word_t word;

    try((struct shape){SIGNAL, .b = B_READY, .priority = 10, .signalled = true},
        (struct contract){.things = NTFN}, &tcb_a);
    word = ntfn_badge | badge();
    PROVE(ntfn.badge == word && ntfn.active, "the bits are added up");
}

static void yields(void)
{
    try((struct shape){.number = seL4_SysYield, .b = B_READY, .priority = 20, .used = 10},
        (struct contract){.a = PLACE, .b = PLACE, .things = SC_A}, &tcb_b);
    try((struct shape){.number = seL4_SysYield, .b = B_READY, .priority = 10, .used = 10,
                       .period = 4000},
        (struct contract){.a = PLACE, .b = PLACE, .things = SC_A}, &tcb_b);
}

int main(void)
{
    signal_waiters();
    signal_unusual();
    signal_nobody();
    yields();
    REACHED("the end of all cases");
}
