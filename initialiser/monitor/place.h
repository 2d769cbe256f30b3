/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an address means to a PD: the function or object it lies in, the
 * memory region, the stack.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "spec_check.h"

/* How far below its stack a thread's stack pointer, or what it reads or writes, is taken for an
   overflow, in bytes: a local array may be larger than the stack, of which 16 MiB is the most. */
enum { PLACE_STACK_REACH = 64 << 20 };

/* The last symbol at or below the address, or null. */
const struct spec_symbol *place_symbol(const struct spec *spec, const struct spec_thread *thread,
                                       uint64_t address);

/* Prints the address and, if it is inside a symbol, "= NAME+0x...". */
void place_print_code(const struct spec *spec, const struct spec_thread *thread,
                      uint64_t address);

/* True if the PD may execute what is at the address. */
bool place_is_code(const struct spec *spec, const struct spec_thread *thread, uint64_t address);

/* Prints the address and what is there, or what it is near to. */
void place_print_data(const struct spec *spec, const struct spec_thread *thread,
                      uint64_t address);
