/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: SetSpace, Configure and SetIPCBuffer, of another thread and of the caller, keep all
 *     invariants and break no rule of C, the thread has what it was given and nothing if that is
 *     refused, and nothing changes but what their contracts name
 * Bound: the small system (proofs/system) with an address space, 7 calls; all registers, badges, 8
 *     words a buffer
 * Assumes: badges of copies are not 0; arguments are as given
 * Options: --unwind 514
 * Cases: buffers configures refuses spaces own_space
 * Sources: system
 * Mutants: any_vspace_root@refuses bad_handler_installed@spaces
 *     configure_sets_buffer_first@refuses own_space_is_not_entered@own_space
 */
#include "try.h"

#define OF(tcb) .number = seL4_SysCall, .cptr = tcb, .b = B_READY, .priority = 10

enum { BUFFER_AT = 0x7000 };

static const struct contract changes_b = {.a_registers = MESSAGE(0), .b = SPACES};
static const struct contract refused = {.a_registers = MESSAGE(0)};

static bool is_copy(cap_t copy, cap_t cap)
{
    return cap_same_object(copy, cap) && cap_object(copy) != 0;
}

void buffers(void)
{
    try((struct shape){OF(SLOT_TCB_B), .space = SPACE_PAGE, .label = TCBSetIPCBuffer, .length = 1,
                       .given = 1, .mr = {BUFFER_AT}, .caps = 1, .cap = {SLOT_FRAME}},
        changes_b, &tcb_a);
    PROVE(tcb_b.ipc_buffer == BUFFER_AT, "it is where b says");
    PROVE(is_copy(tcb_b.slot[TCB_IPC_BUFFER].cap, cnode[SLOT_FRAME].cap), "in the frame");
    PROVE(cap_asid(tcb_b.slot[TCB_IPC_BUFFER].cap) == 0, "which this capability maps nowhere");
    REACHED("the end of the case");
}

void configures(void)
{
    try((struct shape){OF(SLOT_TCB_B), .space = SPACE_PAGE, .label = TCBConfigure, .length = 3,
                       .given = 3, .mr = {0, 0, BUFFER_AT}, .caps = 3,
                       .cap = {SLOT_CNODE, SLOT_VSPACE, SLOT_FRAME}},
        changes_b, &tcb_a);
    PROVE(tcb_b.ipc_buffer == BUFFER_AT && cap_asid(tcb_b.slot[TCB_VSPACE].cap) == SPACE_ASID,
          "it has the buffer and the address space");
    REACHED("the end of the case");
}

/* A VSpace without an asid; what is no VSpace; a handler that is none. */
void refuses(void)
{
    try((struct shape){OF(SLOT_TCB_B), .space = SPACE_NEW, .label = TCBConfigure, .length = 3,
                       .given = 3, .mr = {0, 0, BUFFER_AT}, .caps = 3,
                       .cap = {SLOT_CNODE, SLOT_VSPACE, SLOT_FRAME}},
        refused, &tcb_a);
    PROVE(tcb_a.context.reg[REG_INFO] >> 12 == seL4_IllegalOperation, "it is told why not");
    try_next((struct shape){OF(SLOT_TCB_B), .label = TCBSetSpace, .length = 2, .given = 2,
                            .mr = {0, 0}, .caps = 3, .cap = {SLOT_EP, SLOT_CNODE, SLOT_FRAME}},
             refused, &tcb_a);
    REACHED("the end of the case");
}

void spaces(void)
{
    try((struct shape){OF(SLOT_TCB_B), .space = SPACE_PAGE, .label = TCBSetSpace, .length = 2,
                       .given = 2, .mr = {0, 0}, .caps = 3,
                       .cap = {SLOT_EP, SLOT_CNODE, SLOT_VSPACE}},
        changes_b, &tcb_a);
    PROVE(is_copy(tcb_b.slot[TCB_VSPACE].cap, cnode[SLOT_VSPACE].cap), "it has the address space");
    PROVE(is_copy(tcb_b.slot[TCB_FAULT_HANDLER].cap, cnode[SLOT_EP].cap), "and the handler");
    try_next((struct shape){OF(SLOT_TCB_B), .label = TCBSetSpace, .length = 2, .given = 2,
                            .mr = {0, 0}, .caps = 3,
                            .cap = {SLOT_TCB_C, SLOT_CNODE, SLOT_VSPACE}},
             (struct contract){.a_registers = MESSAGE(1)}, &tcb_a);
    PROVE(tcb_a.context.reg[REG_MR0] == 1, "it is told which capability is none of a handler");
    REACHED("the end of the case");
}

/* Its handler goes, and it goes on in the address space; of which it had none. */
void own_space(void)
{
    try((struct shape){OF(SLOT_TCB_A), .space = SPACE_PAGE, .handlers = true, .label = TCBSetSpace,
                       .length = 2, .given = 2, .mr = {0, 0}, .caps = 3,
                       .cap = {SLOT_EMPTY, SLOT_CNODE, SLOT_VSPACE}},
        (struct contract){.a_registers = MESSAGE(0), .a = SPACES, .things = ACTIVE}, &tcb_a);
    PROVE(machine.root == AT_ROOT && machine.asid == SPACE_ASID, "the address space is active");
    PROVE(cap_is_null(tcb_a.slot[TCB_FAULT_HANDLER].cap), "it has no handler");
    REACHED("the end of the case");
}
