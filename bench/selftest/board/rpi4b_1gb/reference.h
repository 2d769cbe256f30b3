/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system timer of a Raspberry Pi: a counter of 1 MHz that does not depend on
 * the core's clock.  Source: BCM2711 ARM Peripherals, chapter 10, "System Timer", CLO.
 */
#pragma once

#define REFERENCE_NAME "the BCM2711 system timer, 1 MHz"
#define REFERENCE_PADDR 0xfe003000ull
#define REFERENCE_OFFSET 4
#define REFERENCE_HZ 1000000
#define REFERENCE_WINDOW 500000
