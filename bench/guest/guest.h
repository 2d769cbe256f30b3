/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What guests and monitors of the benchmark agree on: addresses, and numbers of
 * hypercalls.  For the assembler, too.
 */
#pragma once

/* A guest's addresses: its program, a page that both guests share, the GIC's interface for
   processors (HYP.md 4: GICV is there), and a device that there is not. */
#define GUEST_CODE   0x40000000
#define GUEST_SHARED 0x40010000
#define GUEST_GICC   0x08010000
#define GUEST_DEVICE 0x09000000

/* x7 of a hypercall; no number of a system call.  Of CALL_DONE x0 and x1 are the time when the
   section began and ended, in ticks, and x2 is what the monitor compares. */
#define CALL_NOTHING 64
#define CALL_INJECT  65 /* give me an interrupt */
#define CALL_TAKEN   66 /* x0: the time in its handler */
#define CALL_DONE    67

/* How often a section does it, and how often before. */
#define GUEST_TIMES   2048
#define GUEST_WARM_UP 16

/* What the monitor has the guest load from GUEST_DEVICE. */
#define DEVICE_WORD 0x5eed
