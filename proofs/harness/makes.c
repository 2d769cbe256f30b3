/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Retype, and the death of what it made, keep all invariants and break no rule of C, and
 *     nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 5 calls; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0
 * Options: --unwind 130
 * Sources: system
 * Mutants: watermark_stays@makes
 */
#include "try.h"

#define MAKE .number = seL4_SysCall, .cptr = SLOT_UNTYPED, .label = UntypedRetype, .length = 6, \
             .given = 6, .caps = 1, .cap = {SLOT_CNODE}
#define NODE .number = seL4_SysCall, .cptr = SLOT_CNODE, .length = 2, .given = 2
#define MADE SLOT(SLOT_EMPTY) | SLOT(SLOT_UNTYPED)

static void makes(void)
{
    word_t before;

    try((struct shape){MAKE, .b = B_READY, .priority = 10,
                       .mr = {seL4_TCBObject, 0, 0, 0, SLOT_EMPTY, 1}},
        (struct contract){.a_registers = MESSAGE(0), .things = NEW, .slots = MADE}, &tcb_a);
    PROVE(cap_type(cnode[SLOT_EMPTY].cap) == CAP_TCB && cap_tcb(cnode[SLOT_EMPTY].cap) == &tcb_new,
          "a thread, in the memory that was free");
    PROVE(tcb_new.state == THREAD_INACTIVE && tcb_new.sc == NULL && tcb_new.mcp == 0,
          "it may nothing yet");
    before = cap_watermark(cnode[SLOT_UNTYPED].cap);
    PROVE(before == FREE_MEMORY + BIT(seL4_TCBBits), "the watermark is behind it");
    try_next((struct shape){NODE, .label = CNodeDelete, .mr = {SLOT_EMPTY, RADIX}},
             (struct contract){.a_registers = MESSAGE(0), .things = NEW, .slots = SLOT(SLOT_EMPTY)},
             &tcb_a);
    PROVE(cap_is_null(cnode[SLOT_EMPTY].cap), "it is gone");
    try_next((struct shape){MAKE, .mr = {seL4_EndpointObject, 0, 0, 0, SLOT_EMPTY, 1}},
             (struct contract){.a_registers = MESSAGE(0), .slots = MADE}, &tcb_a);
    PROVE(cap_endpoint(cnode[SLOT_EMPTY].cap) == &ep_new, "an endpoint, behind what was used");
}

/* Too much, and nothing happens but that it is said. */
static void refuses(void)
{
    try((struct shape){MAKE, .b = B_READY, .priority = 10,
                       .mr = {seL4_UntypedObject, 18, 0, 0, SLOT_EMPTY, 1}},
        (struct contract){.a_registers = MESSAGE(1)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_NotEnoughMemory &&
              tcb_a.context.reg[REG_MR0] == BIT(18) - FREE_MEMORY,
          "it is told how much is left");
    try_next((struct shape){MAKE, .mr = {seL4_EndpointObject, 0, 0, 0, SLOT_EP, 1}},
             (struct contract){.a_registers = MESSAGE(0)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_DeleteFirst, "a slot in use stays");
}

int main(void)
{
    makes();
    refuses();
    REACHED("the end of all cases");
}
