/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Move the floating point and SIMD registers to and from a struct fpu_state.
 */
#include "level_asm.h"
#include "offsets.h"

    .arch_extension fp
    .arch_extension simd

.macro FPU_PAIRS op
    \op     q0, q1, [x0, #0]
    \op     q2, q3, [x0, #32]
    \op     q4, q5, [x0, #64]
    \op     q6, q7, [x0, #96]
    \op     q8, q9, [x0, #128]
    \op     q10, q11, [x0, #160]
    \op     q12, q13, [x0, #192]
    \op     q14, q15, [x0, #224]
    \op     q16, q17, [x0, #256]
    \op     q18, q19, [x0, #288]
    \op     q20, q21, [x0, #320]
    \op     q22, q23, [x0, #352]
    \op     q24, q25, [x0, #384]
    \op     q26, q27, [x0, #416]
    \op     q28, q29, [x0, #448]
    \op     q30, q31, [x0, #480]
.endm

    .text
    .global fpu_state_save
fpu_state_save:
    FPU_OPEN
    FPU_PAIRS stp
    mrs     x1, fpsr
    mrs     x2, fpcr
    add     x0, x0, #FPU_STATE_FPSR
    stp     x1, x2, [x0]
    FPU_CLOSE
    ret

    .global fpu_state_load
fpu_state_load:
    FPU_OPEN
    FPU_PAIRS ldp
    add     x0, x0, #FPU_STATE_FPSR
    ldp     x1, x2, [x0]
    msr     fpsr, x1
    msr     fpcr, x2
    FPU_CLOSE
    ret
