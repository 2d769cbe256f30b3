/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The real-time clock of QEMU's "virt", which counts seconds.  Source: Arm PrimeCell
 * Real Time Clock (PL031), DDI 0224, "Data Register, RTCDR"; the machine's device tree.
 */
#pragma once

#define REFERENCE_NAME "the real-time clock (PL031), 1 Hz"
#define REFERENCE_PADDR 0x09010000ull
#define REFERENCE_OFFSET 0
#define REFERENCE_HZ 1
#define REFERENCE_WINDOW 1
