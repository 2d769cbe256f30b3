/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device registers.  Single plain loads and stores in assembly: a compiler is
 * free to turn a volatile access into a form (pair, writeback) that a
 * hypervisor cannot emulate.
 */
#pragma once

#include <machine.h>

/* `base` is a device's physical address, `offset` that of a register. */
static inline uint32_t mmio_read32(paddr_t base, unsigned offset)
{
    uint32_t value;
    const void *address = (const unsigned char *)phys_ptr(base) + offset;

    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
}

static inline void mmio_write32(paddr_t base, unsigned offset, uint32_t value)
{
    void *address = (unsigned char *)phys_ptr(base) + offset;

    __asm__ volatile("str %w0, [%1]" : : "r"(value), "r"(address) : "memory");
}
