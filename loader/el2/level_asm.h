/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For the assembler: a kernel at EL2.
 */
#pragma once

#define KERNEL_LEVEL 2
#define SCTLR_OF_LEVEL sctlr_el2

/* SCR_EL3: HVC is not undefined (HCE, bit 8), it is how virtual machines call. */
#define SCR_OF_LEVEL (1 << 8)
