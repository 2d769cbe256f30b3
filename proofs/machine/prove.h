/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every harness says to the checker, CBMC.
 */
#pragma once

#include "types.h"

void __CPROVER_assume(_Bool condition);
void __CPROVER_assert(_Bool condition, const char *what);

/* Any value of the type at all.  CBMC takes the result of a function without a body for one. */
word_t nondet_word(void);
unsigned nondet_unsigned(void);
_Bool nondet_bool(void);

/* From here on only what fulfils this is looked at.  Each has its words in the harness's head. */
#define ASSUME(condition) __CPROVER_assume(condition)

/* With -DREACH the properties are left out, and the places asked for instead: REACHED() must be
   *refuted* wherever it is, or the assumptions contradict each other and prove anything. */
enum { PROVING = !REACH };

#define PROVE(condition, what) __CPROVER_assert(REACH || (condition), "property: " what)
#define REACHED(what) __CPROVER_assert(PROVING, "reached: " what)

/* The kernel's own assertions are properties, too. */
static inline _Noreturn void panic(const char *file, int line, const char *what)
{
    (void)file;
    (void)line;
    (void)what;
    __CPROVER_assert(REACH, "property: the kernel's assertions hold");
    __CPROVER_assume(0);
}
