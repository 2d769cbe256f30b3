/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: signals and Yield keep all invariants and break no rule of C, the word arrives, and
 *     nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 5 shapes; all registers, badges, 8 words a buffer
 * Assumes: times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: signals_replace@signal_nobody
 *     fast_yield_stays@yields
 */
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
    signal_nobody();
    yields();
    REACHED("the end of all cases");
}
