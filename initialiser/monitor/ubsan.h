/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Traps of the undefined-behaviour sanitizer.
 */
#pragma once

#include <stdint.h>

/* What a program did wrong that was compiled with clang's -fsanitize-trap and stopped at a
   breakpoint instruction of this number; NULL if the number is not the sanitizer's. */
const char *ubsan_cause(uint32_t brk_number);
