/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ways between user mode and C.
 *
 * While a thread runs, SP_ELx, of EL1 or EL2, points to its TCB, which begins with
 * its registers, so that an entry can save at once.  In the kernel SP_ELx is the
 * one kernel stack, empty at every entry.  The kernel runs with all exceptions
 * masked; one that comes nevertheless is a defect of ours or of the machine
 * and ends in trap_kernel.
 *
 * Round trips are counted in instructions: an entry is 22 to save and 10 to
 * reach C and come back, an exit is 31.
 */
#include "level_asm.h"
#include "offsets.h"

#define KERNEL_STACK_SIZE 8192

/* All pairs of general registers, in the order of the context. */
.macro CONTEXT_PAIRS op
    \op     x0, x1, [sp, #CONTEXT_X0_X1]
    \op     x2, x3, [sp, #CONTEXT_X2_X3]
    \op     x4, x5, [sp, #CONTEXT_X4_X5]
    \op     x6, x7, [sp, #CONTEXT_X6_X7]
    \op     x8, x16, [sp, #CONTEXT_X8_X16]
    \op     x17, x18, [sp, #CONTEXT_X17_X18]
    \op     x29, x30, [sp, #CONTEXT_X29_X30]
    \op     x9, x10, [sp, #CONTEXT_X9_X10]
    \op     x11, x12, [sp, #CONTEXT_X11_X12]
    \op     x13, x14, [sp, #CONTEXT_X13_X14]
    \op     x15, x19, [sp, #CONTEXT_X15_X19]
    \op     x20, x21, [sp, #CONTEXT_X20_X21]
    \op     x22, x23, [sp, #CONTEXT_X22_X23]
    \op     x24, x25, [sp, #CONTEXT_X24_X25]
    \op     x26, x27, [sp, #CONTEXT_X26_X27]
.endm

/*
 * Save all that the thread can change but pc and sp, which are left in x9
 * (ELR) and x11: pc depends on the kind of entry.  TPIDRRO_EL0 is read-only
 * for a native thread, so what the TCB holds is still true.
 */
.macro SAVE_USER
    CONTEXT_PAIRS stp
    mrs     x9, ELR
    mrs     x10, SPSR
    mrs     x11, sp_el0
    mrs     x12, tpidr_el0
    stp     x28, x12, [sp, #CONTEXT_X28_TPIDR]
    str     x10, [sp, #CONTEXT_SPSR]
    str     x9, [sp, #CONTEXT_NEXT_PC]
.endm

.macro KERNEL_STACK
    adrp    x13, kernel_stack_top
    mov     sp, x13
.endm

/* A slot of the vector table; the assembler refuses to move back if `code`
   does not fit in its 32 instructions. */
.macro SLOT offset
    .org    vectors + \offset
.endm

.macro SLOT_FATAL offset, which
    SLOT    \offset
    mov     x0, #\which
    b       kernel_exception
.endm

    .section .text.vectors, "ax"
    .balign 2048
    .global vectors
vectors:
    /* From the kernel, on SP_EL0 (never used) and on SP_ELx. */
    SLOT_FATAL 0x000, 0
    SLOT_FATAL 0x080, 1
    SLOT_FATAL 0x100, 2
    SLOT_FATAL 0x180, 3
    SLOT_FATAL 0x200, 4
    SLOT_FATAL 0x280, 5
    SLOT_FATAL 0x300, 6
    SLOT_FATAL 0x380, 7

    SLOT    0x400               /* user: synchronous */
    SAVE_USER
    mrs     x0, ESR
    ubfx    x12, x0, #26, #6
    cmp     x12, #ESR_EC_SVC
    b.ne    user_exception
    sub     x9, x9, #4          /* a restart repeats the svc */
    stp     x9, x11, [sp, #CONTEXT_PC]
    KERNEL_STACK
    bl      kernel_syscall
    b       user_return

    SLOT    0x480               /* user: interrupt */
    SAVE_USER
    SAVE_GUEST
    stp     x9, x11, [sp, #CONTEXT_PC]
    KERNEL_STACK
    bl      kernel_interrupt
    b       user_return

    SLOT_FATAL 0x500, 10        /* user: FIQ, always masked */

    SLOT    0x580               /* user: SError */
    SAVE_USER
    mrs     x0, ESR
    b       user_exception

    /* AArch32 user mode: never entered, SPSR.M[4] is always 0. */
    SLOT_FATAL 0x600, 12
    SLOT_FATAL 0x680, 13
    SLOT_FATAL 0x700, 14
    SLOT_FATAL 0x780, 15
    SLOT    0x800

/* x0: syndrome; the rest as SAVE_USER leaves it. */
user_exception:
    SAVE_GUEST
    stp     x9, x11, [sp, #CONTEXT_PC]
    KERNEL_STACK
    bl      trap_user

/* Resume the thread that the core has chosen.  The stack is empty. */
    .global user_return
user_return:
    adrp    x0, sched
    ldr     x0, [x0, :lo12:sched] /* its first member, `current` */
    EXIT_CHECK
restore_user:
    mov     sp, x0
    ldp     x1, x2, [sp, #CONTEXT_SP]
    ldp     x4, x5, [sp, #CONTEXT_TPIDR]
    msr     sp_el0, x1
    msr     SPSR, x2
    msr     ELR, x3
    msr     tpidr_el0, x4
    msr     tpidrro_el0, x5
    CONTEXT_PAIRS ldp
    ldr     x28, [sp, #CONTEXT_X28_TPIDR]
    eret
    dsb     nsh                 /* not executed, nor is what follows: speculation goes straight */
    isb                         /* on behind an eret (Arm, "Straight-line Speculation") */

/* The thread may use x2 (enum user_access), the registers are written for x1.  What is written
   here takes effect at eret, a context synchronization event as an ISB is (Arm ARM, "Exception
   return"), so none is needed; QEMU would not notice one that is missing where there is no eret. */
change_access:
    str     x2, [sp]            /* access_now */
    eor     x1, x1, x2
    tbz     x1, #FPU_BIT, change_timer
    SET_FPU_ACCESS
    tbz     x1, #NO_TIMER_BIT, restore_user
change_timer:
    SET_TIMER_ACCESS
    b       restore_user
    GUEST_SWITCH

/*
 * x0: which vector.  The kernel stack may be what is broken, so the report
 * runs on its own.
 */
kernel_exception:
    FIRMWARE_MISSING
    mov     x4, sp
    mrs     x1, ESR
    mrs     x2, ELR
    mrs     x3, FAR
    mov     x5, x30
    adrp    x6, emergency_stack_top
    mov     sp, x6
    b       trap_kernel

/*
 * The kernel stack grows down from kernel_stack_top to a page that is not
 * mapped.  Where it starts lies access_now, which exits can so reach through
 * sp: the word (enum user_access) that the registers of level_asm.h are written
 * for, 0 at boot.
 */
    .section .bss.stack, "aw", %nobits
    .balign 4096
    .global kernel_stack_guard
kernel_stack_guard:
    .space  4096
    .space  KERNEL_STACK_SIZE
    .global kernel_stack_top
kernel_stack_top:
access_now:
    .space  8
    GUEST_ACTIVE                /* 8 bytes */

    .space  4096 - 16
    .global emergency_stack_top
emergency_stack_top:
