/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a system description grants, by rules.h: from the description and the programs'
 * ELF files alone.
 */
#pragma once

#include "elf_file.h"
#include "grants.h"
#include "model.h"

struct described {
    struct arena *arena;
    const struct system *system;
    const struct elf_file *const *programs; /* by index of the domain */
    const struct elf_file *const *symbols;  /* the files that have their symbols */
    bool benchmark;                         /* the configuration */
    bool start; /* no protection domain has run yet; else what they may give up, may be gone */
};

/* Fills `required`; and `optional` with what may be there, too.  Both sorted. */
void described_grants(const struct described *described, struct grants *required,
                      struct grants *optional);

/* Where a domain's IPC buffer is. */
uint64_t described_buffer(const struct described *described, const struct domain *domain);
