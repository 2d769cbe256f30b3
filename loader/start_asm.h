/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader's assembly files share: fields of registers, and macros.
 *
 * Register fields: Arm ARM, "AArch64 System Register Descriptions".
 */
#pragma once

/* EL1 before an MMU is on: the bits that are RES1 in ARMv8.0. */
#define SCTLR_EL1_OFF 0x30d00800
#define SCTLR_M_C_I 0x1005
#define SCTLR_M 0x1
#define SCTLR_C_BIT 2
#define SCTLR_I 0x1000

#define SPSR_EL1H_MASKED 0x3c5
#define SPSR_EL2H_MASKED 0x3c9

.macro LOAD_CONSTANT register, value
    movz    \register, #((\value) & 0xffff)
    movk    \register, #(((\value) >> 16) & 0xffff), lsl #16
    movk    \register, #(((\value) >> 32) & 0xffff), lsl #32
.endm

.macro LOAD_ADDRESS register, symbol
    adrp    \register, \symbol
    add     \register, \register, :lo12:\symbol
.endm

/* A data cache instruction for each line of [start, end). */
.macro LINES operation, start, end, size, scratch
    mrs     \size, ctr_el0
    ubfx    \size, \size, #16, #4 /* DminLine: log2 of its words */
    mov     \scratch, #4
    lsl     \size, \scratch, \size
    sub     \scratch, \size, #1
    bic     \start, \start, \scratch
1:  dc      \operation, \start
    add     \start, \start, \size
    cmp     \start, \end
    b.lo    1b
.endm
