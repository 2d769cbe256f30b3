/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The form of a fuzz target, which is libFuzzer's: `make fuzz` links each with
 * libFuzzer (clang), the tests link it with replay.c, which needs no clang.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Tries one input.  Returns 0; a broken promise of the code under test ends the
   process (abort, or a sanitizer's report). */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Change an input, and combine two; libFuzzer calls them where a target has
   them.  They return the new size, at most `max_size`. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t max_size,
                                 unsigned seed);
