/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Free slots of the root CNode.
 */
#include "slots.h"

static seL4_SlotRegion empty_slots;
static seL4_SlotPos next_slot;
static seL4_Word expected; /* in all */

void slots_init(seL4_SlotRegion empty)
{
    empty_slots = empty;
    next_slot = empty.start;
    expected = 0;
}

bool slots_expect(seL4_Word count, struct shortage *shortage)
{
    seL4_Word available = empty_slots.end - empty_slots.start;

    expected += count;
    if (expected > available) {
        *shortage = (struct shortage){
            .of = SHORT_OF_SLOTS,
            .needed = expected,
            .available = available,
        };
        return false;
    }
    return true;
}

seL4_SlotPos slots_take(seL4_Word count)
{
    seL4_SlotPos first = next_slot;

    next_slot += count;
    return first;
}
