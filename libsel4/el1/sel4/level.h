/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The numbers of the interface that differ with the exception level of the kernel:
 * these are EL1's.  ../../el2 has the others; the include path says which, in an SDK
 * the board's folder does.
 *
 * Source: ABI.md 3.1, 6.1, 9.1.
 */
#pragma once

/* The first labels of invocations of virtual CPUs, which there are none of: numbers that no object
   answers to; and of interrupts with a trigger. */
#define SEL4_LEVEL_VCPU_LABELS 0x1000
#define SEL4_LEVEL_IRQ_LABELS  55

#define SEL4_LEVEL_OBJECT_TYPES 12

/* Address spaces: four levels of 512 entries. */
#define SEL4_LEVEL_VSPACE_BITS       12
#define SEL4_LEVEL_VSPACE_INDEX_BITS 9
#define SEL4_LEVEL_USER_TOP          0x00007fffffffffffull
