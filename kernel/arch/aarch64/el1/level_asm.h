/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * EL1 for the assembler: the registers of exceptions, and what a thread may use.
 */
#pragma once

#include "offsets.h"

#define ELR elr_el1
#define SPSR spsr_el1
#define ESR esr_el1
#define FAR far_el1
#define VBAR vbar_el1

/* x2: enum user_access.  Both may change x4. */
.macro SET_FPU_ACCESS
    and     x4, x2, #(1 << FPU_BIT)
    orr     x4, x4, #FPU_CLOSED
    msr     cpacr_el1, x4
.endm

.macro SET_TIMER_ACCESS
    mov     x4, #TIMER_OPEN
    bic     x4, x4, x2
    msr     cntkctl_el1, x4
.endm

/* x0: the thread that is to run.  x1: what the registers are written for (access_now); x2: what it
   may use; x3: its pc. */
.macro EXIT_CHECK
    ldr     x1, [sp]
    ldp     x3, x2, [x0, #CONTEXT_NEXT_PC] /* and its `access` */
    cmp     x1, x2
    b.ne    change_access
.endm

/* No board with a kernel at EL1 has firmware that is called. */
.macro FIRMWARE_MISSING
.endm

/* There are no guests. */
.macro SAVE_GUEST
.endm
.macro GUEST_ACTIVE
    .space  8
.endm
.macro GUEST_SWITCH
.endm

/* The kernel may always use the floating point registers. */
.macro FPU_OPEN
.endm
.macro FPU_CLOSE
.endm
