/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Free slots of the root CNode.  They are given out in ascending order and
 * never come back, so that objects of one kind lie side by side.
 */
#pragma once

#include <sel4/sel4.h>

/* The depth under which a slot number of the root CNode is its own address. */
enum { ROOT_DEPTH = seL4_WordBits };

/* Starts giving out the slots that the kernel left empty. */
void slots_init(seL4_SlotRegion empty);

/* The first of `count` consecutive empty slots.  Stops the thread if there are not so many. */
seL4_SlotPos slots_take(seL4_Word count);
