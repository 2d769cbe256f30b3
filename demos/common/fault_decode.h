/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a parent can find out about a child's crash: from the fault message,
 * from the child's registers, and from the copy of the child's code that the
 * child sealed in its first life (life.h).
 *
 * A kernel at EL2 reports some exceptions as another kind of fault than one at
 * EL1; the account is the same.
 */
#pragma once

#include "life.h"

enum fault_cause {
    FAULT_NONE, /* nothing happened that should have */
    FAULT_READ,
    FAULT_WRITE,
    FAULT_EXECUTE,
    FAULT_UNDEFINED,
    FAULT_REGISTER, /* of the processor */
    FAULT_BREAKPOINT,
    FAULT_ODD_SP,
    FAULT_ODD_PC,
    FAULT_SYSCALL,
    FAULT_CAP_CALL,
    FAULT_CAP_RECEIVE,
    FAULT_HANG, /* no fault: somebody waited in vain */
    FAULT_OTHER
};

/* Why a memory access failed. */
enum fault_reason {
    REASON_NONE,
    REASON_UNMAPPED,
    REASON_FORBIDDEN,
    REASON_UNALIGNED,
    REASON_OTHER
};

struct fault_account {
    enum fault_cause cause;
    enum fault_reason reason;
    seL4_Word address; /* of a memory access */
    seL4_Word number;  /* of a system call or capability; else the syndrome, if there is one */
    seL4_Word pc;
    seL4_UserContext registers;
};

/* Parts of a child's address space. */
enum fault_area {
    AREA_NULL, /* the first page */
    AREA_CODE,
    AREA_DATA,
    AREA_STACK,
    AREA_GUARD, /* the page below the stack */
    AREA_PRISTINE,
    AREA_UNKNOWN
};

/* In fault(), before anything else overwrites the message. */
void fault_account_take(struct fault_account *a, microkit_child child, microkit_msginfo msginfo);

/* Of a child that was not stopped by a fault, but by us: `cause` says why. */
void fault_account_stopped(struct fault_account *a, microkit_child child, enum fault_cause cause);

enum fault_area fault_area(const volatile struct life_seal *seal, seL4_Word address);

/* The symbol that `address` is in; null if the child has named none there. */
const volatile struct life_symbol *fault_symbol(const volatile struct life_seal *seal,
                                                seL4_Word address);

/* True and the word if `pc` is an instruction of the child's code. */
seL4_Bool fault_instruction(const volatile struct life_seal *seal, seL4_Word pc,
                            seL4_Uint32 *word);

/* Prints what, where, by which instruction: three lines. */
void fault_account_print(const struct fault_account *a, const volatile struct life_seal *seal);
