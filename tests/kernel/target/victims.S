/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What victims run (victims.h).  No instruction here needs a stack.
 */
    .arch_extension fp          /* clang is stricter about -mgeneral-regs-only than gcc */
    .arch_extension simd
    .text

    .macro  victim name, instruction:vararg
    .global victim_\name
    .type victim_\name, %function
victim_\name:
    \instruction
    .inst   0x63                /* udf #0x63: undefined, here and for good */
    .endm

    victim  load, ldr x1, [x0]
    victim  store, str x1, [x0]
    victim  jump, br x0
    victim  undefined, .inst 0x00000000
    victim  brk_7, brk #7
    victim  fp, fmov d0, x1
    victim  counter, mrs x0, cntvct_el0
    victim  hvc, .inst 0xd4000002 /* hvc #0; the assembler asks for no extension */
    victim  smc, .inst 0xd4000003 /* smc #0 */
    victim  eret, eret
    victim  svc, svc #0
    victim  svc_1234, svc #0x1234
    victim  spin, b .
    victim  flags, subs xzr, x0, x1
    victim  tls, msr tpidr_el0, x0

    .global victim_stop
    .type victim_stop, %function
victim_stop:
    .inst   0x63

    .global victim_read_tls
    .type victim_read_tls, %function
victim_read_tls:
    mrs     x0, tpidr_el0
    mrs     x1, tpidrro_el0
    .inst   0x63

/* void victim_vectors(struct cpu *cpu): q, fpcr, fpsr as they are; cpu.h has the offsets. */
    .global victim_vectors
    .type victim_vectors, %function
victim_vectors:
    add     x1, x0, #256
    .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
               16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    str     q\n, [x1], #16
    .endr
    mrs     x2, fpcr
    mrs     x3, fpsr
    str     x2, [x0, #768]
    str     x3, [x0, #776]
    ret
