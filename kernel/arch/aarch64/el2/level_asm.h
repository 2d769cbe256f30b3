/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * EL2 for the assembler: the registers of exceptions, and what a thread may use.
 */
#pragma once

#include "offsets.h"

#define ELR elr_el2
#define SPSR spsr_el2
#define ESR esr_el2
#define FAR far_el2
#define VBAR vbar_el2

/* x2: enum user_access; x4: the thread's virtual CPU, or none.  Both may change x6 and x7. */
.macro SET_FPU_ACCESS
    mov     x6, #FPU_CLOSED
    and     x7, x2, #(1 << FPU_BIT)
    bic     x6, x6, x7
    msr     cptr_el2, x6
.endm

/* With a virtual CPU the register is the guest's: GUEST_SWITCH wrote it. */
.macro SET_TIMER_ACCESS
    cbnz    x4, restore_user
    mov     x6, #TIMER_OPEN
    bic     x6, x6, x2
    msr     cntkctl_el1, x6
.endm

/* Where the kernel has come to an exception of its own: if that is the firmware's call, undefined
   because there is no EL3 above that answers (SCR_EL3.SMD), the answer is NOT_SUPPORTED in x0 and 0
   in x1 to x3 (Arm, DEN0028, "Unknown Function Identifier"), and x4 to x7 stay.  Changes x16 and
   x17, which the call may; the stack is as it was. */
.macro FIRMWARE_MISSING
    mrs     x16, elr_el2
    adrp    x17, firmware_smc
    add     x17, x17, :lo12:firmware_smc
    cmp     x16, x17
    b.ne    firmware_is_not_it
    mrs     x17, esr_el2
    ubfx    x17, x17, #26, #6
    cbnz    x17, firmware_is_not_it /* 0: for unknown reasons, as undefined instructions are */
    add     x16, x16, #4
    msr     elr_el2, x16
    mov     x0, #-1
    mov     x1, xzr
    mov     x2, xzr
    mov     x3, xzr
    eret
    dsb     nsh                 /* as behind the eret to a thread */
    isb
firmware_is_not_it:
.endm

/* What a guest can change and a native thread cannot, behind SAVE_USER: EL1 writes TPIDRRO_EL0.  No
   system call needs it: a guest's svc never comes here.  Changes x12. */
.macro SAVE_GUEST
    mrs     x12, tpidrro_el0
    str     x12, [sp, #(CONTEXT_TPIDR + 8)]
.endm

/* vcpu_arch.h; here exits reach it as they do access_now, which is before it. */
.macro GUEST_ACTIVE
    .global vcpu_active
    .type   vcpu_active, %object
    .size   vcpu_active, 8
vcpu_active:
    .space  8
.endm

/* x0: the thread that is to run.  x1: what the registers are written for (access_now); x2: what it
   may use; x3: its pc; x4: its virtual CPU, or none; x5: the active one.  The stack is empty, and
   no path to a thread misses this one. */
.macro EXIT_CHECK
    ldp     x1, x5, [sp]
    ldr     x4, [x0, #TCB_VCPU]
    ldp     x3, x2, [x0, #CONTEXT_NEXT_PC] /* and its `access` */
    cmp     x4, x5
    ccmp    x1, x2, #0, eq      /* equal only if both are */
    b.ne    change_exit
.endm
.macro GUEST_SWITCH
change_exit:
    cmp     x4, x5
    b.eq    change_access
guest_switch:
    mov     x0, x4
    bl      vcpu_switch
    b       user_return
.endm

/* CPTR_EL2.TFP traps the kernel's own use, too.  Both change x2. */
.macro FPU_OPEN
    mrs     x3, cptr_el2
    bic     x2, x3, #(1 << FPU_BIT)
    msr     cptr_el2, x2
    isb                         /* in effect before the first register is touched (Arm ARM,
                                   "Synchronization requirements for AArch64 System registers") */
.endm
.macro FPU_CLOSE
    msr     cptr_el2, x3        /* in effect at eret */
.endm
