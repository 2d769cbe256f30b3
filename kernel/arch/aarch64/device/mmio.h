/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device registers, by the device's physical address and the register's offset.
 */
#pragma once

#include <instruction.h>

#include <machine.h>

static inline uint32_t mmio_read32(paddr_t base, unsigned offset)
{
    return device_load32((const unsigned char *)phys_ptr(base) + offset);
}

static inline void mmio_write32(paddr_t base, unsigned offset, uint32_t value)
{
    device_store32((unsigned char *)phys_ptr(base) + offset, value);
}
