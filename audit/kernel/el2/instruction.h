/* SPDX-License-Identifier: BSD-2-Clause */
/* The instructions of a kernel at EL2, of which the auditor executes none. */
#pragma once

#include "types.h"

void isb(void);
void dsb_nsh(void);
void dsb_ishst(void);
void tlbi_ipas2e1(word_t page);
void tlbi_vmalle1(void);
void tlbi_vmalls12e1(void);
void tlbi_alle1(void);
void pte_store(word_t *entry, word_t value);
word_t sysreg_get_vttbr_el2(void);
void sysreg_set_vttbr_el2(word_t value);
