/* SPDX-License-Identifier: BSD-2-Clause */
/* Ways to crash (crashes.h).  None needs memory: all of it is vandalised before. */
#include "../common/life_layout.h"
#include "crash_numbers.h"

#define CHILD_CALL_CAP (74 + 1) /* BASE_ENDPOINT_CAP + LIFE_CHANNEL */

.macro routine name
    .global \name
    .type \name, %function
\name:
.endm

.macro end_of name
    .size \name, . - \name
    .global \name\()_end
\name\()_end:
.endm

/* What comes next is reached only if nothing happened. */
.macro crash_of name
    b crash_survived
    end_of \name
.endm

.macro constant reg, value
    movz \reg, #((\value) & 0xffff)
    movk \reg, #((\value) >> 16 & 0xffff), lsl #16
.endm

    .section .text.crashes, "ax"

routine crash_survived
    mov x0, #CHILD_CALL_CAP
    constant x1, (CRASH_SURVIVED << 12)
    mov x7, #CRASH_SYS_CALL
    svc #0
    crash_of crash_survived

routine crash_vandalise
    mov x17, x0
    constant x0, LIFE_PRISTINE
    mov x1, #0xdead
    movk x1, #0xdead, lsl #16
    movk x1, #0xdead, lsl #32
    movk x1, #0xdead, lsl #48
    ldr x2, [x0, #LIFE_AT_COPY_BEGIN]
    ldr x3, [x0, #LIFE_AT_COPY_END]
    add x4, x0, #LIFE_AT_RANGES
1:  cmp x2, x3
    b.hs 2f
    stp x1, x1, [x2], #16
    b 1b
2:  ldp x2, x3, [x4], #16
    cbnz x3, 1b
    msr tpidr_el0, x1
    .irp n, 0,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,18,19,20,21,22,23,24,25,26,27,28,29,30
    mov x\n, x1
    .endr
    .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    dup v\n\().2d, x1
    .endr
    br x17
    end_of crash_vandalise

routine crash_null_read
    mov x1, #0
    ldr x0, [x1]
    crash_of crash_null_read

routine crash_code_write
    adr x1, crash_code_write
    str x0, [x1]
    crash_of crash_code_write

routine crash_copy_write
    constant x1, LIFE_PRISTINE
    str x0, [x1]
    crash_of crash_copy_write

routine crash_data_run
    adrp x1, crash_data
    add x1, x1, :lo12:crash_data
    blr x1
    crash_of crash_data_run

routine crash_undefined
    udf #0
    crash_of crash_undefined

/* A register that only a kernel may read. */
routine crash_privileged
    mrs x0, sctlr_el1
    crash_of crash_privileged

routine crash_breakpoint
    brk #7
    crash_of crash_breakpoint

/* QEMU does not check SP as such; it does check the address of an exclusive load.  Both are wrong
   here, and a processor that checks SP finds that first. */
routine crash_odd_sp
    mov x1, sp
    and x1, x1, #~15
    sub x1, x1, #60
    mov sp, x1
    ldxr x0, [sp]
    crash_of crash_odd_sp

routine crash_odd_pc
    adr x1, crash_odd_pc
    add x1, x1, #2
    br x1
    crash_of crash_odd_pc

/* A recursion without end. */
routine crash_stack
    mov x1, sp
    and x1, x1, #~63
    mov sp, x1
1:  stp x29, x30, [sp, #-64]!
    bl 1b
    crash_of crash_stack

routine crash_syscall
    mov x7, #CRASH_SYS_UNKNOWN
    svc #0
    crash_of crash_syscall

routine crash_cap_call
    constant x0, CRASH_CAP_BEYOND
    mov x1, #0
    mov x7, #CRASH_SYS_CALL
    svc #0
    crash_of crash_cap_call

routine crash_cap_receive
    mov x0, #CRASH_CAP_EMPTY
    mov x6, #4
    mov x7, #CRASH_SYS_RECV
    svc #0
    crash_of crash_cap_receive

/* Stops the processor's physical timer. */
routine crash_timer
    msr cntp_ctl_el0, xzr
    crash_of crash_timer

routine crash_loop
    constant x1, CRASH_PULSE
    mov x2, #0
1:  add x2, x2, #1
    str x2, [x1]
    b 1b
    end_of crash_loop

    /* An instruction, `ret`, in memory that is not for instructions. */
    .data
    .balign 16
    .global crash_data
    .type crash_data, %object
crash_data:
    .inst 0xd65f03c0, 0, 0, 0
    end_of crash_data
