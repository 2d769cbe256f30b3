/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls of the firmware at EL3.
 *
 * Source: Arm SMC Calling Convention (DEN0028): x0 to x7 are arguments and results; x8 to x17 may
 * change before version 1.1; all others, and the vector registers, stay.  Where the loader was
 * started at EL3 there is no firmware, and the instruction is undefined: a kernel at EL2 comes back
 * with the convention's answer to functions that are not there (its level_asm.h, by the label).
 */
#include "arch.h"

void arch_firmware_call(const word_t *words, word_t *results)
{
    register word_t x0 __asm__("x0") = words[0];
    register word_t x1 __asm__("x1") = words[1];
    register word_t x2 __asm__("x2") = words[2];
    register word_t x3 __asm__("x3") = words[3];
    register word_t x4 __asm__("x4") = words[4];
    register word_t x5 __asm__("x5") = words[5];
    register word_t x6 __asm__("x6") = words[6];
    register word_t x7 __asm__("x7") = words[7];

    __asm__ volatile(".global firmware_smc\n"
                     "firmware_smc: smc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5), "+r"(x6),
                       "+r"(x7)
                     :
                     : "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17",
                       "memory");
    results[0] = x0;
    results[1] = x1;
    results[2] = x2;
    results[3] = x3;
    results[4] = x4;
    results[5] = x5;
    results[6] = x6;
    results[7] = x7;
}
