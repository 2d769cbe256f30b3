/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads an SMMUv3's tables as the SMMU does, and says what devices can reach.
 * It was written from the architecture manuals (Arm IHI 0070, 3.3, 5.2 and 5.4;
 * Arm DDI 0487, D8.3) and knows nothing of the tool: no name, no number is shared.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Reads the 64-bit word at a physical address; false where no table can be. */
typedef bool smmu_load(void *memory, uint64_t paddr, uint64_t *word);

/*
 * Walks from the two registers' values.  For each stream with an entry that is not
 * invalid writes
 *
 *   stream S, asid A
 *     0xVA +0xBYTES -> 0xPA r|rw
 *
 * neighbours in one line if they are so in both address spaces, and whatever it
 * does not understand or would not accept in a line that begins with "bad".
 */
void smmu_walk(FILE *out, smmu_load *load, void *memory, uint64_t strtab_base,
               uint32_t strtab_base_cfg);
