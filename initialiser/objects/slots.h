/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Free slots of the root CNode.  They are given out in ascending order and
 * never come back, so that objects of one kind lie side by side.
 *
 * Who needs slots announces them all before the first is taken, so that a lack
 * is found at once and its size is known.
 */
#pragma once

#include <stdbool.h>
#include <sel4/bootinfo_types.h>

#include "shortage.h"

/* The depth under which a slot number of the root CNode is its own address. */
enum { ROOT_DEPTH = seL4_WordBits };

/* Starts giving out the slots that the kernel left empty. */
void slots_init(seL4_SlotRegion empty);

/* Announces `count` more slots.  If there are not so many, says so and returns false. */
bool slots_expect(seL4_Word count, struct shortage *shortage);

/* The first of `count` consecutive empty slots, which were announced. */
seL4_SlotPos slots_take(seL4_Word count);
