/* SPDX-License-Identifier: BSD-2-Clause */
/* Order between memory and devices. */
#pragma once

/* What was written before is there for a device before it is told to look. */
static inline void device_barrier(void)
{
    __asm__ volatile("dsb sy" ::: "memory");
}
