/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: ReadRegisters, WriteRegisters, CopyRegisters, SetIPCBuffer and a Configure that is
 *     refused keep all invariants and break no rule of C, and nothing changes but what their
 *     contracts name
 * Bound: the small system (proofs/system), 7 calls; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0; times are as given
 * Options: --unwind 130
 * Sources: system
 * Mutants: processor_state_unchecked@writes buffer_unaligned@sets_buffer
 */
#include "derive.h"
#include "try.h"

#define ASK .number = seL4_SysCall, .cptr = SLOT_TCB_B

enum { ADDRESS = 0x30400 };

static void reads(void)
{
    try((struct shape){ASK, .label = TCBReadRegisters, .b = B_READY, .priority = 10,
                       .length = 2, .given = 2, .mr = {0, 6}},
        (struct contract){.a_registers = MESSAGE(4), .a_first = 5, .a_words = 2}, &tcb_a);
    for (unsigned i = 0; i < 6; i++) {
        PROVE((i < 4 ? tcb_a.context.reg[REG_MR0 + i] : buffer_a.word[1 + i]) ==
                  tcb_b.context.reg[i],
              "each register is told");
    }
}

/* Its registers, but no state that it may not have. */
static void writes(void)
{
    try((struct shape){ASK, .label = TCBWriteRegisters, .b = B_INACTIVE, .priority = 30,
                       .length = 38, .given = 2, .mr = {1, 36}},
        (struct contract){.a_registers = MESSAGE(0), .a = PLACE, .b = STATE | NEXT,
                          .b_registers = MASK(seL4_UserContextWords)},
        &tcb_b);
    PROVE((tcb_b.context.reg[REG_SPSR] & MASK(28)) == 0x40, "it stays a user's");
    PROVE(tcb_b.context.reg[REG_PC] == a_was.context.reg[REG_MR0 + 2] &&
              tcb_b.context.next_pc == tcb_b.context.reg[REG_PC],
          "it goes on where it was told to");
}

static void copies_registers(void)
{
    try((struct shape){ASK, .label = TCBCopyRegisters, .b = B_RECV, .priority = 30, .length = 1,
                       .given = 1, .mr = {12}, .caps = 1, .cap = {SLOT_TCB_C}},
        (struct contract){.a_registers = MESSAGE(0), .b = NEXT,
                          .b_registers = MASK(seL4_UserContextWords)},
        &tcb_a);
    for (unsigned i = 0; i < seL4_UserContextWords; i++) {
        PROVE(tcb_b.context.reg[i] == tcb_c.context.reg[i], "each register is the other's");
    }
}

/* No buffer, then one, but not at any address; a space without a VSpace is refused. */
static void sets_buffer(void)
{
    try((struct shape){ASK, .label = TCBSetIPCBuffer, .b = B_READY, .priority = 10, .length = 1,
                       .given = 1, .mr = {0}, .caps = 1, .cap = {SLOT_EMPTY}},
        (struct contract){.a_registers = MESSAGE(0), .b = SPACES}, &tcb_a);
    PROVE(tcb_b.ipc_buffer == 0 && cap_is_null(tcb_b.slot[TCB_IPC_BUFFER].cap), "it has none");
    derive_insert(&cnode[SLOT_EMPTY], tcb_c.slot[TCB_IPC_BUFFER].cap, &tcb_c.slot[TCB_IPC_BUFFER]);
    try_next((struct shape){ASK, .label = TCBSetIPCBuffer, .length = 1, .given = 1,
                            .mr = {ADDRESS}, .caps = 1, .cap = {SLOT_EMPTY}},
             (struct contract){.a_registers = MESSAGE(0), .b = SPACES}, &tcb_a);
    PROVE(tcb_b.ipc_buffer == ADDRESS &&
              cap_same_object(tcb_b.slot[TCB_IPC_BUFFER].cap, cnode[SLOT_EMPTY].cap),
          "it has the one that was asked for");
    try_next((struct shape){ASK, .label = TCBSetIPCBuffer, .length = 1, .given = 1,
                            .mr = {ADDRESS + 8}, .caps = 1, .cap = {SLOT_EMPTY}},
             (struct contract){.a_registers = MESSAGE(0)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_AlignmentError, "it would cross a page");
    try_next((struct shape){ASK, .label = TCBConfigure, .length = 3, .given = 3, .mr = {0, 0, 0},
                            .caps = 3, .cap = {SLOT_CNODE, SLOT_EP, SLOT_EMPTY}},
             (struct contract){.a_registers = MESSAGE(0)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_IllegalOperation, "it is told why not");
}

int main(void)
{
    reads();
    writes();
    copies_registers();
    sets_buffer();
    REACHED("the end of all cases");
}
