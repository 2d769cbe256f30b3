/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ../instruction.h of a kernel at EL2: order.c and tlb.c do what address translation needs,
 * guest_machine.c the rest.
 */
#pragma once

#include "types.h"

void isb(void);
void dsb_nsh(void);
void dsb_ishst(void);
void tlbi_ipas2e1(word_t operand);
void tlbi_vmalle1(void);
void tlbi_vmalls12e1(void);
void tlbi_alle1(void);
void pte_store(word_t *entry, word_t value);
word_t sysreg_get_vttbr_el2(void);
void sysreg_set_vttbr_el2(word_t value);
word_t sysreg_get_far_el2(void);
void at_s1e1r(word_t address);
