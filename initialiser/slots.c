/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Free slots of the root CNode.
 */
#include "slots.h"

#include "stop.h"

static seL4_SlotRegion free_slots;

void slots_init(seL4_SlotRegion empty)
{
    free_slots = empty;
}

seL4_SlotPos slots_take(seL4_Word count)
{
    seL4_SlotPos first = free_slots.start;
    seL4_Word available = free_slots.end - first;

    if (count > available) {
        stop_exhausted("slots of the root CNode", count, available);
    }
    free_slots.start += count;
    return first;
}
