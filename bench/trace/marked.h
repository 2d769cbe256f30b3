/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes before the sources of programs that are to mark repetitions (the
 * compiler's option -include): bench_repetition() is an instruction then.  A
 * symbol of the assembler's, so that there need not be one where it is none.
 */
#pragma once

__asm__(".set BENCH_MARKS, 1");
