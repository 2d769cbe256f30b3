/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AArch64's instructions as the host has them: those that address translation
 * needs.  order.c does what they do, and knows what must have come before.
 */
#pragma once

#include "types.h"

void isb(void);
void dsb_nsh(void);
void dsb_ishst(void);
void tlbi_vae1(word_t operand);
void tlbi_aside1(word_t operand);
void tlbi_vmalle1(void);
void pte_store(word_t *entry, word_t value);
void sysreg_set_ttbr0_el1(word_t value);
