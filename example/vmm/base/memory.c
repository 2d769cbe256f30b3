/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a guest's address becomes a pointer, and how bytes are moved without a C library.
 */
#include <stdbool.h>
#include <stddef.h>

#include "memory.h"

uint8_t *memory_at(const struct guest_memory *memory, uint64_t address, uint64_t bytes)
{
    uint64_t offset = address - memory->address;

    if (address < memory->address || offset > memory->bytes || bytes > memory->bytes - offset) {
        return NULL;
    }
    return memory->window + offset;
}

/* Words where both sides allow it: a guest of 128 MiB is cleared and loaded with these. */
static bool in_words(const volatile uint8_t *to, const volatile uint8_t *from, uint64_t bytes)
{
    return (((uintptr_t)to | (uintptr_t)from | bytes) & 7) == 0;
}

/* Volatile, as in the next function: or a compiler would make of the loop a call of memcpy. */
void memory_copy(uint8_t *to, const uint8_t *from, uint64_t bytes)
{
    if (in_words(to, from, bytes)) {
        for (uint64_t i = 0; i < bytes / 8; i++) {
            ((volatile uint64_t *)(void *)to)[i] =
                ((const volatile uint64_t *)(const void *)from)[i];
        }
        return;
    }
    for (uint64_t i = 0; i < bytes; i++) {
        ((volatile uint8_t *)to)[i] = ((const volatile uint8_t *)from)[i];
    }
}

void memory_clear(uint8_t *to, uint64_t bytes)
{
    if (in_words(to, to, bytes)) {
        for (uint64_t i = 0; i < bytes / 8; i++) {
            ((volatile uint64_t *)(void *)to)[i] = 0;
        }
        return;
    }
    for (uint64_t i = 0; i < bytes; i++) {
        ((volatile uint8_t *)to)[i] = 0;
    }
}

uint64_t memory_number(const uint8_t *from, unsigned bytes)
{
    uint64_t number = 0;

    for (unsigned i = 0; i < bytes; i++) {
        number |= (uint64_t)((const volatile uint8_t *)from)[i] << 8 * i;
    }
    return number;
}

void memory_put_number(uint8_t *to, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) {
        ((volatile uint8_t *)to)[i] = (uint8_t)(number >> 8 * i);
    }
}
