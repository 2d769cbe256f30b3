/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For the assembler: a kernel at EL1.
 */
#pragma once

#define KERNEL_LEVEL 1
#define SCTLR_OF_LEVEL sctlr_el1

/* SCR_EL3: HVC is undefined (HCE, bit 8, is 0). */
#define SCR_OF_LEVEL 0
