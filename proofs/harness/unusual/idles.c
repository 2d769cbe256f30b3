/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: while nobody can run the kernel waits for an interrupt, and goes on with whom it wakes;
 *     who has no time left does nothing before it has; all invariants are kept and no rule of C is
 *     broken, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 8 entries; all registers, badges, 8 words a buffer
 * Assumes: times are as given; the interrupt that ends the wait is the one that is waited for
 * Options: --unwind 130
 * Cases: waits_for_lines waits_for_time runs_out lent_times
 * Sources: system
 * Mutants: idle_time_is_charged@waits_for_a_line lent_time_is_not_looked_at@is_lent_nothing
 *     system_call_lost@starts_again
 */
#include "interrupt.h"
#include "place.h"
#include "refill.h"

/* a alone could run. */
static void others_stop(void)
{
    place_none(&tcb_c);
    tcb_c.state = THREAD_INACTIVE;
    frame_remember();
}

/* Of whoever waits for one, the kernel sees `irq`, at `time`. */
static void interrupt_at(ticks_t time, unsigned irq)
{
    machine.irq = irq;
    machine.irq_rises = time;
}

/* a waits for the line's notification; the time until it comes is nobody's. */
static void waits_for_a_line(void)
{
    try((struct shape){CONTROL, .label = IRQIssueIRQHandler, .b = B_INACTIVE, .length = 3,
                       .given = 3, .mr = {LINE, SLOT_EMPTY, RADIX}},
        issues, &tcb_a);
    try_next((struct shape){HANDLER, .label = IRQSetIRQHandler, .caps = 1, .cap = {SLOT_NTFN}},
             answers, &tcb_a);
    system_call_next((struct shape){.number = seL4_SysWait, .cptr = SLOT_NTFN});
    others_stop();
    interrupt_at(START + 700, LINE);
    kernel_syscall();
    try_end((struct contract){.a_registers = REG(REG_CAP), .things = INTERRUPTS}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_CAP] == cap_badge(cnode[SLOT_NTFN].cap), "the word arrives");
    PROVE(sc_a.sc.consumed == 0 && sched.since == START + 700, "the wait has cost it nothing");
}

void waits_for_lines(void)
{
    waits_for_a_line();
    REACHED("the end of these cases");
}

/* a gives up the rest of its time, and is back when that is. */
void waits_for_time(void)
{
    system_build((struct shape){.number = seL4_SysYield, .b = B_INACTIVE, .used = 10,
                                .period = 4000});
    others_stop();
    interrupt_at(START + 4000, PROOF_TIMER_IRQ);
    kernel_syscall();
    try_end((struct contract){.things = SC_A}, &tcb_a);
    PROVE(sc_a.sc.consumed == 10 && refill_head(&sc_a.sc)->amount == BUDGET, "it has all of it");
    REACHED("the end of these cases");
}

/* A system call that begins when the time is over begins once more when there is some. */
static void starts_again(void)
{
    try((struct shape){.number = seL4_SysSend, .cptr = SLOT_NTFN, .b = B_READY, .priority = 20,
                       .used = BUDGET},
        (struct contract){.a = STATE | PLACE, .b = PLACE, .things = SC_A}, &tcb_b);
    PROVE(tcb_a.state == THREAD_RESTART && !ntfn.active, "nothing is done yet");
}

/* a answers b, whose time it had, and takes a word from a notification that lends a's own. */
static void gets_time(ticks_t from)
{
    system_build((struct shape){.number = seL4_SysReplyRecv, .cptr = SLOT_EP,
                                .reply = SLOT_REPLY_A, .b = B_CALLED, .priority = 10,
                                .passive = true, .bound = true, .signalled = true});
    ntfn.sc = &sc_a.sc;
    sc_a.sc.notification = &ntfn;
    sc_a.sc.refill[0].time = from;
    frame_remember();
    kernel_syscall();
}

static const struct contract lent = {
    .a_registers = REG(REG_CAP), .a = TIME, .b = STATE | WAITS | TIME | PLACE,
    .b_registers = MESSAGE(0), .things = NTFN | REPLY_A | SC_A | SC_B};

static void is_lent_time(void)
{
    gets_time(START);
    try_end(lent, &tcb_a);
    PROVE(tcb_a.sc == &sc_a.sc && tcb_b.sc == &sc_b.sc, "each has its own");
}

/* But that is not there yet. */
static void is_lent_nothing(void)
{
    struct contract waits = lent;

    waits.a |= PLACE;
    waits.c = PLACE;
    gets_time(START + 100);
    try_end(waits, &tcb_b);
    PROVE(tcb_a.place == PLACE_RELEASE, "a waits for it");
}

/* What checks alone would use up is nobody's. */
static void skips(void)
{
    system_build((struct shape){.b = B_INACTIVE, .used = 10});
    sched_enter();
    machine.now += 500;
    frame_remember();
    sched_skip_time();
    try_end((struct contract){0}, &tcb_a);
    PROVE(sched_used() == 10 && machine.deadline == START + 500 + BUDGET, "a has used 10 so far");
}

void lent_times(void)
{
    is_lent_time();
    is_lent_nothing();
    REACHED("the end of these cases");
}

void runs_out(void)
{
    starts_again();
    skips();
    REACHED("the end of these cases");
}
