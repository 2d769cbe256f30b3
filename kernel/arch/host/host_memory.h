/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory as the host's tests have it: an array (host.c).  The proofs have another.
 */
#pragma once

#include "types.h"

/* Physical memory [HOST_RAM_BASE, HOST_RAM_BASE + HOST_RAM_SIZE). */
#define HOST_RAM_BASE 0x40000000ull
#define HOST_RAM_SIZE 0x01000000ull

extern unsigned char host_ram[HOST_RAM_SIZE];

static inline void *phys_ptr(paddr_t address)
{
    return host_ram + (address - HOST_RAM_BASE);
}

static inline paddr_t phys_addr_of(const void *pointer)
{
    return (paddr_t)((const unsigned char *)pointer - host_ram) + HOST_RAM_BASE;
}

/* See arch.h. */
static inline void *pointer_offset(void *pointer, word_t bytes)
{
    return (void *)((uintptr_t)pointer + bytes);
}
