/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: faults, unknown system calls and the timer keep all invariants and break no rule of C,
 *     the handler is told, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 5 entries; all registers, addresses, syndromes
 * Assumes: times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: memory_fault_words_swapped@faults
 *     slice_end_keeps_place@timer
 */
#include "try.h"

#include "machine_state.h"

#define HANDLED .b = B_RECV_REPLY, .priority = 30, .handlers = true

static void faults(void)
{
    word_t address = nondet_word();
    word_t status = nondet_word();

    try_begin((struct shape){HANDLED});
    kernel_vm_fault(address, status, nondet_bool());
    try_end((struct contract){.a = STATE | WAITS | FAULT, .b = STATE | WAITS,
                              .b_registers = MESSAGE(4), .things = EP | REPLY_B},
            &tcb_b);
    PROVE(tcb_b.context.reg[REG_MR0 + seL4_VMFault_Addr] == address &&
              tcb_b.context.reg[REG_MR0 + seL4_VMFault_FSR] == status,
          "the handler is told where and why");
    try_begin((struct shape){.b = B_READY, .priority = 10});
    kernel_user_exception(address, status);
    try_end((struct contract){.a = STATE | FAULT, .b = PLACE}, &tcb_b);
    PROVE(tcb_a.state == THREAD_INACTIVE, "who has no handler stops");
}

/* Nobody waits for it yet. */
static void guests_fault(void)
{
    word_t syndrome = nondet_word();

    try_begin((struct shape){.b = B_READY, .priority = 10, .handlers = true});
    kernel_vcpu_fault(syndrome);
    try_end((struct contract){.a = STATE | WAITS | FAULT | SENDS, .b = PLACE, .things = EP},
            &tcb_b);
    PROVE(tcb_a.fault.type == seL4_Fault_VCPUFault && tcb_a.fault.address == syndrome &&
              ep.queue.head == &tcb_a,
          "it waits for its handler, and why is kept");
}

static void unknown(void)
{
    try((struct shape){HANDLED, .number = -100},
        (struct contract){.a = STATE | WAITS | FAULT, .b = STATE | WAITS,
                          .b_registers = MESSAGE(4), .b_first = 5, .b_words = 9,
                          .things = EP | REPLY_B},
        &tcb_b);
}

/* a's slice ends: b, which has the same priority, is next. */
static void timer(void)
{
    try_begin((struct shape){.b = B_READY, .priority = 20, .used = 990});
    machine.irq = PROOF_TIMER_IRQ;
    kernel_interrupt();
    try_end((struct contract){.a = PLACE, .b = PLACE, .things = SC_A}, &tcb_b);
}

int main(void)
{
    faults();
    guests_fault();
    unknown();
    timer();
    REACHED("the end of all cases");
}
