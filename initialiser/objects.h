/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel objects of the system, and where their capabilities are.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sel4/sel4.h>

#include "spec_check.h"

/*
 * Makes every object of the spec, page tables for its maps, and a CNode of
 * 2^monitor_bits slots for the monitor.  `image` are the frames of the initial
 * task from the first page of the spec on.  Stops the thread on any failure.
 */
void objects_create(const struct spec *spec, const seL4_BootInfo *bootinfo, seL4_CPtr image,
                    seL4_Word monitor_bits);

/* The capability to an object; of frames, to the first page, the others follow. */
seL4_CPtr object_cap(uint32_t object);

/* True once for each frames object: its own caps may be mapped, later maps need copies. */
bool object_claim_mapping(uint32_t object);

/* A page table that is not mapped yet. */
seL4_CPtr objects_page_table(void);

/* The monitor's CNode. */
seL4_CPtr objects_monitor_cnode(void);
