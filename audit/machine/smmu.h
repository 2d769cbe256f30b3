/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What devices reach: an SMMUv3's registers and the tables that they lead to, as the SMMU
 * reads them (Arm IHI 0070, chapters 5 and 6; Arm DDI 0487, D8).
 */
#pragma once

#include "debugger.h"
#include "present.h"

struct smmu {
    bool present;
    uint32_t cr0, gbpa, strtab_base_cfg;
    uint64_t strtab_base;
};

/* Reads the registers; `paddr`: where they are. */
void smmu_read(struct smmu *smmu, struct debugger *debugger, uint64_t paddr);

/* Adds grants of "device N", N the stream, and prints a line about the SMMU. */
void smmu_grants(const struct smmu *smmu, FILE *stream, const struct present *present,
                 struct grants *grants);
