/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an address means to a PD: the function or object it lies in, the
 * memory region, the stack.
 */
#pragma once

#include <stdint.h>

#include "spec_check.h"

/* The last symbol at or below the address, or null. */
const struct spec_symbol *place_symbol(const struct spec *spec, const struct spec_thread *thread,
                                       uint64_t address);

/* Prints the address and, if it is inside a symbol, "= NAME+0x...". */
void place_print_code(const struct spec *spec, const struct spec_thread *thread,
                      uint64_t address);

/* Prints the address and what is there, or what it is near to. */
void place_print_data(const struct spec *spec, const struct spec_thread *thread,
                      uint64_t address);
