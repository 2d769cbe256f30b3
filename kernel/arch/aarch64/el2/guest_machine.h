/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The instructions that virtual CPUs need, one each, and the virtual interface
 * control registers of the interrupt controller.  The host has its own
 * (kernel/arch/host/el2/guest_machine.h).
 */
#pragma once

#include "board_devices.h"
#include "guest_fields.h"
#include "mmio.h"

#define GUEST_ACCESS(name)                                                             \
    static inline word_t guest_get_##name(void)                                        \
    {                                                                                  \
        word_t value;                                                                  \
        __asm__ volatile("mrs %0, " #name : "=r"(value));                              \
        return value;                                                                  \
    }                                                                                  \
    static inline void guest_set_##name(word_t value)                                  \
    {                                                                                  \
        __asm__ volatile("msr " #name ", %0" : : "r"(value) : "memory");               \
    }
#define GUEST_ACCESS_OF(field, name) GUEST_ACCESS(name)
GUEST_FIELDS(GUEST_ACCESS_OF)
GUEST_ACCESS(csselr_el1)
GUEST_ACCESS(cnthctl_el2)
GUEST_ACCESS(hcr_el2)
GUEST_ACCESS(hpfar_el2)
GUEST_ACCESS(mdcr_el2)

static inline uint32_t gich_read(unsigned offset)
{
    return mmio_read32(BOARD_GICH_PADDR, offset);
}

static inline void gich_write(unsigned offset, uint32_t value)
{
    mmio_write32(BOARD_GICH_PADDR, offset, value);
}
