/* SPDX-License-Identifier: BSD-2-Clause */
/* Who holds what, from the kernel's structures; after image_open(). */
#pragma once

#include "facts.h"

/*
 * Fills `facts`, which starts as {0}: walks the CSpace of each thread, its own slots,
 * its address space, and the slots of interrupts.
 */
void find_facts(struct facts *facts);

/* Bytes that the thread sees from `vaddr` on, at most up to the page's end; NULL: nothing that can
   be read there, or no RAM. */
const uint8_t *find_memory(const struct facts *facts, int thread, uint64_t vaddr, uint64_t *bytes);

/* The copy of physical memory at `paddr`; NULL if it is not RAM of `bytes` bytes. */
const uint8_t *find_physical(uint64_t paddr, uint64_t bytes);

/* Of a byte of that copy the physical address. */
uint64_t find_address(const uint8_t *byte);
