/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mapping calls that several tests of address spaces make.
 */
#pragma once

#include "fixture.h"

#include "cap.h"

#define VADDR 0x0000102040600000ull /* 2 MiB aligned, nothing near is mapped */
#define TOP (seL4_UserTop + 1)
#define RW (seL4_RightsRead | seL4_RightsWrite)
#define DEFAULT seL4_ARM_Default_VMAttributes

struct answer page_map(word_t frame, word_t vspace, vaddr_t address, word_t rights,
                       word_t attributes);
struct answer table_map(word_t table, word_t vspace, vaddr_t address);
struct answer plain_call(word_t cptr, word_t label);
struct answer range_call(word_t cptr, word_t label, word_t start, word_t end);
word_t small_frame(void);
paddr_t object_of(word_t slot);

/* A small frame of the running thread's VSpace, mapped at VADDR. */
word_t mapped_frame(void);
