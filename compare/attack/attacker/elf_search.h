/* SPDX-License-Identifier: BSD-2-Clause */
/* What the attacker looks for in its copy of the service's program: code that can be reused. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * A few instructions that load x0, x1 and x2 from the stack, a function's address
 * from where register `base` points, and where to return to from the stack; then
 * they call that function.  Offsets are in bytes.
 */
struct gadget {
    uint64_t at;           /* from the program's start */
    unsigned base;         /* number of the register */
    uint64_t function;     /* from that register's value */
    uint64_t x0, x1, x2;   /* from the stack pointer */
    uint64_t x30, frame;   /* the same; by how much it grows */
};

/* Finds such code, and the C library's mprotect(), in the program at `path`.  False if either is
   not there. */
bool elf_search(const char *path, struct gadget *gadget, uint64_t *mprotect_at);
