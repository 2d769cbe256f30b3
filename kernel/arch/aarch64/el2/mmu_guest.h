/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the TLB knows of guests' own tables (mmu.c).
 */
#pragma once

#include "types.h"

/* The virtual CPU `number` (core/vcpu.h) acts from now on, with its registers in the machine and
   its address space in VTTBR_EL2: what another one left there of its own tables is forgotten. */
void mmu_guest_enters(word_t number);
