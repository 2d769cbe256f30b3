/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The start of the test task, and the functions of cpu.h.
 */
    .arch_extension fp          /* clang is stricter about -mgeneral-regs-only than gcc */
    .arch_extension simd
    .section .text.start, "ax", %progbits
    .global _start
    .type _start, %function
/* x0: the boot information.  The first thread's block is the first (thread.h).  All registers go to
   first_registers (test_bootinfo_thread.c). */
_start:
    fmov    d0, x1
    adrp    x1, first_registers
    add     x1, x1, :lo12:first_registers
    stp     x2, x3, [x1, #16]
    stp     x4, x5, [x1, #32]
    stp     x6, x7, [x1, #48]
    stp     x8, x9, [x1, #64]
    stp     x10, x11, [x1, #80]
    stp     x12, x13, [x1, #96]
    stp     x14, x15, [x1, #112]
    stp     x16, x17, [x1, #128]
    stp     x18, x19, [x1, #144]
    stp     x20, x21, [x1, #160]
    stp     x22, x23, [x1, #176]
    stp     x24, x25, [x1, #192]
    stp     x26, x27, [x1, #208]
    stp     x28, x29, [x1, #224]
    mov     x2, sp
    stp     x30, x2, [x1, #240]
    fmov    x2, d0
    stp     x0, x2, [x1]
    mrs     x2, tpidr_el0
    mrs     x3, tpidrro_el0
    stp     x2, x3, [x1, #256]
    adrp    x1, thread_blocks
    add     x1, x1, :lo12:thread_blocks
    add     sp, x1, #0x8000
    mov     x29, xzr
    mov     x30, xzr
    b       supervise
    .size _start, . - _start

/* \name q0 to q31 at x1. */
    .macro  all_vectors name
    \name     q0, q1, [x1, #0]
    \name     q2, q3, [x1, #32]
    \name     q4, q5, [x1, #64]
    \name     q6, q7, [x1, #96]
    \name     q8, q9, [x1, #128]
    \name     q10, q11, [x1, #160]
    \name     q12, q13, [x1, #192]
    \name     q14, q15, [x1, #224]
    \name     q16, q17, [x1, #256]
    \name     q18, q19, [x1, #288]
    \name     q20, q21, [x1, #320]
    \name     q22, q23, [x1, #352]
    \name     q24, q25, [x1, #384]
    \name     q26, q27, [x1, #416]
    \name     q28, q29, [x1, #448]
    \name     q30, q31, [x1, #480]
    .endm

/* All registers from the struct cpu at x0, but sp; the offsets are its. */
    .macro  enter
    stp     x29, x30, [sp, #-176]!
    stp     x19, x20, [sp, #16]
    stp     x21, x22, [sp, #32]
    stp     x23, x24, [sp, #48]
    stp     x25, x26, [sp, #64]
    stp     x27, x28, [sp, #80]
    stp     d8, d9, [sp, #96]
    stp     d10, d11, [sp, #112]
    stp     d12, d13, [sp, #128]
    stp     d14, d15, [sp, #144]
    mrs     x1, tpidr_el0
    stp     x0, x1, [sp, #160]

    add     x1, x0, #256
    all_vectors ldp
    ldr     x1, [x0, #248]
    msr     nzcv, x1
    ldr     x1, [x0, #768]
    ldr     x2, [x0, #776]
    msr     fpcr, x1
    msr     fpsr, x2
    ldr     x1, [x0, #784]
    msr     tpidr_el0, x1
    ldp     x29, x30, [x0, #232]
    ldp     x27, x28, [x0, #216]
    ldp     x25, x26, [x0, #200]
    ldp     x23, x24, [x0, #184]
    ldp     x21, x22, [x0, #168]
    ldp     x19, x20, [x0, #152]
    ldp     x17, x18, [x0, #136]
    ldp     x15, x16, [x0, #120]
    ldp     x13, x14, [x0, #104]
    ldp     x11, x12, [x0, #88]
    ldp     x9, x10, [x0, #72]
    ldp     x7, x8, [x0, #56]
    ldp     x5, x6, [x0, #40]
    ldp     x3, x4, [x0, #24]
    ldp     x1, x2, [x0, #8]
    ldr     x0, [x0]
    .endm

/* And all into it again; then the caller's. */
    .macro  leave
    stp     x0, x1, [sp, #-16]!
    ldr     x0, [sp, #176]
    stp     x2, x3, [x0, #16]
    stp     x4, x5, [x0, #32]
    stp     x6, x7, [x0, #48]
    stp     x8, x9, [x0, #64]
    stp     x10, x11, [x0, #80]
    stp     x12, x13, [x0, #96]
    stp     x14, x15, [x0, #112]
    stp     x16, x17, [x0, #128]
    stp     x18, x19, [x0, #144]
    stp     x20, x21, [x0, #160]
    stp     x22, x23, [x0, #176]
    stp     x24, x25, [x0, #192]
    stp     x26, x27, [x0, #208]
    stp     x28, x29, [x0, #224]
    str     x30, [x0, #240]
    mrs     x2, nzcv
    str     x2, [x0, #248]
    ldp     x2, x3, [sp], #16
    stp     x2, x3, [x0]
    add     x1, x0, #256
    all_vectors stp
    mrs     x2, fpcr
    mrs     x3, fpsr
    str     x2, [x0, #768]
    str     x3, [x0, #776]
    mrs     x2, tpidr_el0
    mov     x3, sp
    str     x2, [x0, #784]
    str     x3, [x0, #792]

    ldr     x1, [sp, #168]
    msr     tpidr_el0, x1
    msr     fpcr, xzr
    msr     fpsr, xzr
    ldp     x19, x20, [sp, #16]
    ldp     x21, x22, [sp, #32]
    ldp     x23, x24, [sp, #48]
    ldp     x25, x26, [sp, #64]
    ldp     x27, x28, [sp, #80]
    ldp     d8, d9, [sp, #96]
    ldp     d10, d11, [sp, #112]
    ldp     d12, d13, [sp, #128]
    ldp     d14, d15, [sp, #144]
    ldp     x29, x30, [sp], #176
    ret
    .endm

    .text
/* void cpu_syscall(struct cpu *cpu); */
    .global cpu_syscall, cpu_syscall_svc
    .type cpu_syscall, %function
cpu_syscall:
    enter
cpu_syscall_svc:
    svc     #0
    leave
    .size cpu_syscall, . - cpu_syscall

/* void cpu_count_down(struct cpu *cpu); */
    .global cpu_count_down
    .type cpu_count_down, %function
cpu_count_down:
    enter
1:  sub     x0, x0, #1
    cbnz    x0, 1b
    leave
    .size cpu_count_down, . - cpu_count_down
