/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor and devices as the drivers of example/vmm have them on the host.
 */
#pragma once

#include <stdint.h>

enum { TIMER_ENABLE = 1 << 0, TIMER_MASKED = 1 << 1 };

uint32_t device_read(uintptr_t at);
uint8_t device_read_byte(uintptr_t at);
void device_write(uintptr_t at, uint32_t value);
void device_barrier(void);
uint64_t counter_now(void);
void timer_set(uint64_t at, uint64_t control);
