/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All invariants, from the derivation list: whatever exists has a capability,
 * so the list leads to every object, and each object is looked at once, at the
 * first capability to it.
 *
 * Written for certainty, not for speed: whether a pointer's target is alive is
 * asked of the whole list each time.
 */
#include "check.h"

#include "check_parts.h"
#include "derive.h"

bool check_alive(enum cap_type type, const void *object)
{
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (cap_type(slot->cap) == type && phys_ptr(cap_object(slot->cap)) == object) {
            return true;
        }
    }
    return false;
}

static const char *check_capability(cap_t cap)
{
    switch (cap_type(cap)) {
    case CAP_CNODE:
        return check_slots(cap_cnode(cap), BIT(cap_radix(cap)));
    case CAP_TCB:
        ALSO(check_slots(cap_tcb(cap)->slot, TCB_SLOTS));
        return check_object(cap);
    case CAP_VSPACE:
        return check_vspace(cap);
    case CAP_ASID_POOL:
        return check_asid_pool(cap);
    default:
        return check_object(cap);
    }
}

const char *check_invariants(void)
{
    ALSO(check_derivation());
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (!cap_same_object(slot->prev->cap, slot->cap)) {
            ALSO(check_capability(slot->cap));
        }
    }
    ALSO(check_scheduler());
    ALSO(check_active_vspace());
    return check_interrupts();
}
