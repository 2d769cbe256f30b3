/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the harnesses about interrupts share: a line, the calls for its handler, and the line's
 * interrupt.
 */
#pragma once

#include "machine_state.h"
#include "try.h"

#define CONTROL .number = seL4_SysCall, .cptr = SLOT_CONTROL, .control = CAP_IRQ_CONTROL, \
                .caps = 1, .cap = {SLOT_CNODE}
#define HANDLER .number = seL4_SysCall, .cptr = SLOT_EMPTY

enum { LINE = 1 };

static const struct contract issues = {.a_registers = MESSAGE(0), .things = INTERRUPTS,
                                       .slots = SLOT(SLOT_EMPTY)};
static const struct contract answers = {.a_registers = MESSAGE(0)};

/* The line rises; a runs on. */
static inline void interrupt(struct contract contract)
{
    machine.irq = LINE;
    frame_remember();
    kernel_interrupt();
    try_end(contract, &tcb_a);
    PROVE(machine.irq_completed == LINE && machine.irq_masked[LINE],
          "the line is masked until it is acknowledged");
}
