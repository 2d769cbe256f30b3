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

#define PROVE(condition, what) __CPROVER_assert(condition, "property: " what)

/* A place that must be reached: else the assumptions contradict each other and prove anything.
   With -DMARKS=1 the checker has to *refute* it. */
#define REACHED(what) __CPROVER_assert(!MARKS, "reached: " what)
