/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's memory, as the VMM reaches it.  A guest chooses its addresses and
 * lengths, so no address becomes a pointer but here, where it is checked.
 */
#pragma once

#include <stdint.h>

struct guest_memory {
    uint8_t *window;  /* where it is in the VMM's address space */
    uint64_t address; /* where it is in the guest's */
    uint64_t bytes;
};

/* The `bytes` from `address` on; NULL if any of them is not the guest's memory. */
uint8_t *memory_at(const struct guest_memory *memory, uint64_t address, uint64_t bytes);

void memory_copy(uint8_t *to, const uint8_t *from, uint64_t bytes);
void memory_clear(uint8_t *to, uint64_t bytes);

/* Little-endian numbers at any alignment: tables and headers that a guest wrote.  Each byte is read
   once. */
uint64_t memory_number(const uint8_t *from, unsigned bytes);
void memory_put_number(uint8_t *to, uint64_t number, unsigned bytes);
