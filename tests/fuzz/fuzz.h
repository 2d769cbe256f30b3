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
