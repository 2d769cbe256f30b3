/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The numbers of the interface that differ with the exception level of the kernel:
 * these are EL2's, with physical addresses of 40 bits.
 *
 * Source: ABI.md 3.1, 6.1, 9.1.
 */
#pragma once

/* The first labels of invocations of virtual CPUs, and of interrupts with a trigger. */
#define SEL4_LEVEL_VCPU_LABELS 55
#define SEL4_LEVEL_IRQ_LABELS  60

/* The last one is the virtual CPU. */
#define SEL4_LEVEL_OBJECT_TYPES 13

/* Address spaces: three levels, of which the root has 1024 entries. */
#define SEL4_LEVEL_VSPACE_BITS       13
#define SEL4_LEVEL_VSPACE_INDEX_BITS 10
#define SEL4_LEVEL_USER_TOP          0x000000ffffffffffull
