/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: Copy, Mint, Move, Mutate, Rotate, Delete and Revoke keep all invariants and break no
 *     rule of C, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system), 10 calls; all registers, badges, 8 words a buffer
 * Assumes: badges of copies are not 0
 * Options: --unwind 130
 * Cases: copying moving
 * Sources: system
 * Mutants: rotate_no_swap@rotates untyped_with_children_copied@copies_none
 */
#include "try.h"

#define ASK .number = seL4_SysCall, .cptr = SLOT_CNODE
#define AT(slot) slot, RADIX
#define FROM_NODE .caps = 1, .cap = {SLOT_CNODE}

static const struct contract no_slots = {.a_registers = MESSAGE(0)};

static struct contract changes(word_t slots)
{
    struct contract contract = no_slots;

    contract.slots = slots;
    return contract;
}

static bool is_now(enum slot slot, enum slot was)
{
    return cnode[slot].cap.word[0] == cnode_was[was].cap.word[0] &&
           cnode[slot].cap.word[1] == cnode_was[was].cap.word[1];
}

static void copies(void)
{
    try((struct shape){ASK, .b = B_READY, .priority = 10, .label = CNodeCopy, .length = 5,
                       .given = 5, .mr = {AT(SLOT_EMPTY), AT(SLOT_EP), RIGHT_WRITE}, FROM_NODE},
        changes(SLOT(SLOT_EMPTY)), &tcb_a);
    PROVE(cap_same_object(cnode[SLOT_EMPTY].cap, cnode[SLOT_EP].cap) &&
              cap_rights(cnode[SLOT_EMPTY].cap) == RIGHT_WRITE,
          "a copy to the same object, with the rights that were asked for");
    try_next((struct shape){ASK, .label = CNodeDelete, .length = 2, .given = 2,
                            .mr = {AT(SLOT_EMPTY)}},
             changes(SLOT(SLOT_EMPTY)), &tcb_a);
    PROVE(cap_is_null(cnode[SLOT_EMPTY].cap), "what was deleted is gone");
    try_next((struct shape){ASK, .label = CNodeMint, .length = 6, .given = 6,
                            .mr = {AT(SLOT_EMPTY), AT(SLOT_EP), RIGHT_WRITE, 99}, FROM_NODE},
             changes(SLOT(SLOT_EMPTY)), &tcb_a);
    PROVE(cap_badge(cnode[SLOT_EMPTY].cap) == 99, "a badged copy");
}

/* No capability that stands for all lines, and none to memory that is in use. */
static void copies_none(void)
{
    try((struct shape){ASK, .b = B_READY, .priority = 10, .control = CAP_IRQ_CONTROL,
                       .label = CNodeCopy, .length = 5, .given = 5,
                       .mr = {AT(SLOT_EMPTY), AT(SLOT_CONTROL), RIGHTS_ALL}, FROM_NODE},
        no_slots, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_IllegalOperation, "there is one only");
    try_next((struct shape){ASK, .label = CNodeCopy, .length = 5, .given = 5,
                            .mr = {AT(SLOT_EMPTY), AT(SLOT_UNTYPED), RIGHTS_ALL}, FROM_NODE},
             no_slots, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_RevokeFirst, "it has objects in it");
}

static void moves(void)
{
    try((struct shape){ASK, .b = B_READY, .priority = 10, .label = CNodeMove, .length = 4,
                       .given = 4, .mr = {AT(SLOT_EMPTY), AT(SLOT_EP_COPY)}, FROM_NODE},
        changes(SLOT(SLOT_EMPTY) | SLOT(SLOT_EP_COPY)), &tcb_a);
    PROVE(is_now(SLOT_EMPTY, SLOT_EP_COPY), "it is where it was moved to");
    try_next((struct shape){ASK, .label = CNodeMutate, .length = 5, .given = 5,
                            .mr = {AT(SLOT_EP_COPY), AT(SLOT_CNODE), 0}, FROM_NODE},
             changes(SLOT(SLOT_CNODE) | SLOT(SLOT_EP_COPY)), &tcb_a);
}

static void rotates(void)
{
    try((struct shape){ASK, .b = B_READY, .priority = 10, .label = CNodeRotate, .length = 8,
                       .given = 8, .mr = {AT(SLOT_EMPTY), 0, AT(SLOT_TCB_B), 0, AT(SLOT_REPLY_A)},
                       .caps = 2, .cap = {SLOT_CNODE, SLOT_CNODE}},
        changes(SLOT(SLOT_EMPTY) | SLOT(SLOT_REPLY_A) | SLOT(SLOT_TCB_B)), &tcb_a);
    PROVE(is_now(SLOT_EMPTY, SLOT_TCB_B) && is_now(SLOT_TCB_B, SLOT_REPLY_A),
          "the one to the destination, the other to its place");
    try_next((struct shape){ASK, .label = CNodeRotate, .length = 8, .given = 8,
                            .mr = {AT(SLOT_EMPTY), 0, AT(SLOT_TCB_B), 0, AT(SLOT_EMPTY)},
                            .caps = 2, .cap = {SLOT_CNODE, SLOT_CNODE}},
             changes(SLOT(SLOT_EMPTY) | SLOT(SLOT_TCB_B)), &tcb_a);
    PROVE(is_now(SLOT_EMPTY, SLOT_TCB_B) && is_now(SLOT_TCB_B, SLOT_EMPTY), "the two swap");
}

static void revokes(void)
{
    try((struct shape){ASK, .b = B_RECV, .priority = 10, .label = CNodeRevoke, .length = 2,
                       .given = 2, .mr = {AT(SLOT_EP)}},
        changes(SLOT(SLOT_EP_COPY)), &tcb_a);
    PROVE(cap_is_null(cnode[SLOT_EP_COPY].cap), "the copy is gone");
}

void copying(void)
{
    copies();
    copies_none();
    revokes();
    REACHED("the end of these cases");
}

void moving(void)
{
    moves();
    rotates();
    REACHED("the end of these cases");
}
