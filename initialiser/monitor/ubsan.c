/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * On AArch64, clang's checks trap by `brk #0x5500 + check`.  The numbers of the
 * checks are what clang 14 and 21 produce; gcc has one number for all, 0x3e8,
 * which says nothing.
 */
#include "ubsan.h"

#include <stddef.h>

enum { UBSAN_BASE = 0x5500, UBSAN_NUMBERS = 0x100 };

static const char *const causes[] = {
    [0x00] = "signed addition overflows",
    [0x01] = "code is reached that was said to be unreachable",
    [0x02] = "control flow goes where it must not",
    [0x03] = "division overflows or is by zero",
    [0x04] = "an object is not of its dynamic type",
    [0x05] = "conversion from floating point is out of range",
    [0x06] = "a function is called as one of another type",
    [0x07] = "implicit conversion changes the value",
    [0x08] = "a builtin function is given what it is not defined for",
    [0x0a] = "a value is not one of its type",
    [0x0b] = "a function that has to returns no value",
    [0x0c] = "signed multiplication overflows",
    [0x0d] = "negation overflows",
    [0x0e] = "null is passed where it may not be",
    [0x0f] = "null is returned where it may not be",
    [0x10] = "null is passed where it may not be",
    [0x11] = "null is returned where it may not be",
    [0x12] = "array index is out of bounds",
    [0x13] = "pointer arithmetic overflows",
    [0x14] = "shift is out of range",
    [0x15] = "signed subtraction overflows",
    [0x16] = "pointer is null, misaligned, or to too small an object",
    [0x17] = "pointer is not aligned as was assumed",
    [0x18] = "variable-length array has no positive length",
};

const char *ubsan_cause(uint32_t brk_number)
{
    uint32_t check = brk_number - UBSAN_BASE;

    if (brk_number < UBSAN_BASE || check >= UBSAN_NUMBERS) {
        return NULL;
    }
    return check < sizeof causes / sizeof causes[0] && causes[check] != NULL
               ? causes[check]
               : "a check of a kind that the monitor does not know";
}
