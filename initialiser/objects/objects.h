/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel objects of the system, and where their capabilities are.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sel4/bootinfo_types.h>

#include "memory.h"
#include "shortage.h"
#include "spec_check.h"

/*
 * Makes every object of the spec but its interrupts, page tables for its maps,
 * and a CNode for the monitor, all by `retype`; and sets aside the slots that the
 * rest of the building takes (slots_take).  `image` are the frames of the
 * initial task from the first page of the spec on.  If there is not enough of
 * something, says of what and returns false.
 *
 * Arithmetic alone: the host tool calls this, too, to know whether a system will
 * boot, with the boot information that the kernel is going to give.
 */
bool objects_create(const struct spec *spec, const seL4_BootInfo *bootinfo, seL4_CPtr image,
                    memory_retype *retype, struct shortage *shortage);

/* The capability to an object; of frames, to the first page, the others follow.  Of an interrupt,
   the slot for it. */
seL4_CPtr object_cap(uint32_t object);

/* Is this map the one that uses the original capabilities of the frames?  Others need copies. */
bool object_is_mapped_first_by(uint32_t object, uint32_t map);

/* A page table that is not used yet.  Called at most as often as the maps need tables in four
   levels; for more, makes one more, or says what is short and returns seL4_CapNull. */
seL4_CPtr objects_page_table(struct shortage *shortage);

/* The monitor's CNode. */
seL4_CPtr objects_monitor_cnode(void);
