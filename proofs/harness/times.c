/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Bind, Unbind, UnbindObject, YieldTo and Consumed of scheduling contexts, and their
 *     configuration, keep all invariants and break no rule of C, and nothing changes but what their
 *     contracts name
 * Bound: the small system (proofs/system), 11 entries; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; times are as given
 * Options: --unwind 130
 * Cases: bindings turns
 * Sources: system
 * Mutants: data_not_kept@is_configured consumed_told_twice@yields
 */
#include "machine_state.h"
#include "try.h"

#define ASK .number = seL4_SysCall, .cptr = SLOT_SC_B
#define CONFIGURE .number = seL4_SysCall, .cptr = SLOT_CONTROL, .control = CAP_SCHED_CONTROL, \
                  .label = SchedControlConfigureFlags, .length = 5, .given = 5, .caps = 1,   \
                  .cap = {SLOT_SC_B}

/* b goes without its time, has it again, and runs before a then. */
static void binds(void)
{
    try((struct shape){ASK, .label = SchedContextUnbind, .b = B_READY, .priority = 30},
        (struct contract){.a_registers = MESSAGE(0), .b = PLACE | TIME, .things = SC_B}, &tcb_a);
    PROVE(tcb_b.sc == NULL && sc_b.sc.tcb == NULL, "it has no time");
    try_next((struct shape){ASK, .label = SchedContextBind, .caps = 1, .cap = {SLOT_TCB_B}},
             (struct contract){.a_registers = MESSAGE(0), .a = PLACE, .b = TIME, .things = SC_B},
             &tcb_b);
}

static void binds_object(void)
{
    try((struct shape){ASK, .label = SchedContextBind, .b = B_READY, .priority = 10, .caps = 1,
                       .cap = {SLOT_NTFN}},
        (struct contract){.a_registers = MESSAGE(0), .things = SC_B | NTFN}, &tcb_a);
    try_next((struct shape){ASK, .label = SchedContextUnbindObject, .caps = 1, .cap = {SLOT_NTFN}},
             (struct contract){.a_registers = MESSAGE(0), .things = SC_B | NTFN}, &tcb_a);
    PROVE(ntfn.sc == NULL && sc_b.sc.notification == NULL, "they are bound no more");
    try_next((struct shape){ASK, .label = SchedContextUnbindObject, .caps = 1,
                            .cap = {SLOT_TCB_B}},
             (struct contract){.a_registers = MESSAGE(0), .b = PLACE | TIME, .things = SC_B},
             &tcb_a);
}

static void yields(void)
{
    try((struct shape){ASK, .label = SchedContextYieldTo, .b = B_READY, .priority = 20,
                       .used = 10},
        (struct contract){.a = PLACE | TIME, .b = PLACE, .things = SC_A | SC_B}, &tcb_b);
    PROVE(tcb_a.yield_to == &sc_b.sc && sc_b.sc.yield_from == &tcb_a, "a waits for its answer");
    /* b's slice ends. */
    machine.now = START + 10 + BUDGET;
    machine.irq = PROOF_TIMER_IRQ;
    frame_remember();
    kernel_interrupt();
    try_end((struct contract){.a_registers = MESSAGE(1), .a = PLACE | TIME, .b = PLACE,
                              .things = SC_B},
            &tcb_a);
    PROVE(tcb_a.context.reg[REG_MR0] == BUDGET && sc_b.sc.consumed == 0, "it is told b's use");
}

/* To one of lower priority: at the head of its queue, and a goes on. */
static void yields_below(void)
{
    try((struct shape){ASK, .label = SchedContextYieldTo, .b = B_READY, .priority = 10},
        (struct contract){.a_registers = MESSAGE(1), .things = SC_B, .b = PLACE}, &tcb_a);
    try_next((struct shape){ASK, .label = SchedContextConsumed},
             (struct contract){.a_registers = MESSAGE(1)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_MR0] == 0, "it has used nothing");
}

static void is_configured(void)
{
    try((struct shape){CONFIGURE, .b = B_READY, .priority = 10, .mr = {100, 400, 1, 7, 0}},
        (struct contract){.a_registers = MESSAGE(0), .b = PLACE, .things = SC_B}, &tcb_a);
    PROVE(sc_b.sc.budget == 100 && sc_b.sc.period == 400 && sc_b.sc.badge == 7 &&
              sc_b.sc.refill_max == 3,
          "it is as it was asked for");
    try_next((struct shape){CONFIGURE, .mr = {100, 100, 0, 8, 0}},
             (struct contract){.a_registers = MESSAGE(0), .b = PLACE, .things = SC_B}, &tcb_a);
    PROVE(sc_b.sc.budget == 100 && sc_b.sc.period == 0, "whose time is all time");
}

void bindings(void)
{
    binds();
    binds_object();
    REACHED("the end of these cases");
}

void turns(void)
{
    yields();
    yields_below();
    is_configured();
    REACHED("the end of these cases");
}
