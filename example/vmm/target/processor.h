/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the drivers ask of the processor and of a device: a file of its own, for on the host, where
 * their unit tests run, it is another one.
 *
 * Source: Arm Architecture Reference Manual for A-profile, "Memory barriers", and "The Generic
 * Timer in AArch64 state".
 */
#pragma once

#include <stdint.h>

/* Bits of CNTP_CTL_EL0. */
enum { TIMER_ENABLE = 1 << 0, TIMER_MASKED = 1 << 1 };

/* A device's registers, by their addresses here. */
static inline uint32_t device_read(uintptr_t at)
{
    return *(volatile uint32_t *)at;
}

static inline uint8_t device_read_byte(uintptr_t at)
{
    return *(volatile uint8_t *)at;
}

static inline void device_write(uintptr_t at, uint32_t value)
{
    *(volatile uint32_t *)at = value;
}

/* Between memory that a device reads or writes, and the access that makes it do so or shows that it
   did. */
static inline void device_barrier(void)
{
    __asm__ volatile("dsb sy" : : : "memory");
}

/* The physical counter. */
static inline uint64_t counter_now(void)
{
    uint64_t ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* Its timer: due at this value of the counter. */
static inline void timer_set(uint64_t at, uint64_t control)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     : : "r"(at), "r"(control) : "memory");
}
