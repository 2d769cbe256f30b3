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

#include "arch.h"
#include "check_parts.h"
#include "derive.h"
#include "vcpu.h"

/* An endpoint or notification is there for those that wait until the last of them is let go. */
static bool is_letting_go(cap_t cap, cap_t wanted)
{
    return cap_type(cap) == CAP_ZOMBIE &&
           ((cap_of_zombie(cap).word[0] ^ wanted.word[0]) & CAP_IDENTITY) == 0;
}

bool check_alive(enum cap_type type, const void *object)
{
    paddr_t address = phys_addr_of(object);
    cap_t wanted = cap_make(type, address);
    bool waited_on = type == CAP_ENDPOINT || type == CAP_NOTIFICATION;

    if (cap_object(wanted) != address) {
        return false; /* nothing begins there */
    }
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (((slot->cap.word[0] ^ wanted.word[0]) & CAP_IDENTITY) == 0 ||
            (waited_on && is_letting_go(slot->cap, wanted))) {
            return true;
        }
    }
    return false;
}

/* What a thread leaves in registers that are switched when somebody else needs them. */
static const char *check_fpu(void)
{
    const struct tcb *owner = arch_fpu_owner();

    if (owner != NULL) {
        HOLDS(check_alive(CAP_TCB, owner), "floating point: the registers' owner exists");
        HOLDS((owner->flags & seL4_TCBFlag_fpuDisabled) == 0, "floating point: and may use them");
    }
    return NULL;
}

static const char *check_zombie(const struct cte *slot)
{
    cap_t cap = cap_of_zombie(slot->cap);

    switch (cap_type(cap)) {
    case CAP_CNODE:
        return check_dying(slot, cap_cnode(cap), BIT(cap_radix(cap)));
    case CAP_TCB:
        HOLDS(cap_tcb(cap)->state == THREAD_INACTIVE, "zombie: a dying thread does not run");
        HOLDS(cap_tcb(cap)->root.slots == NULL, "zombie: and looks nothing up");
        return check_dying(slot, cap_tcb(cap)->slot, TCB_SLOTS);
    case CAP_IRQ_HANDLER: /* check_interrupts() looks at its slot */
        HOLDS(cap_zombie_left(slot->cap) == 1, "zombie: an interrupt has one slot");
        return NULL;
    default:
        HOLDS(cap_type(cap) == CAP_ENDPOINT || cap_type(cap) == CAP_NOTIFICATION,
              "zombie: of an object that dies in steps");
        HOLDS(cap_zombie_left(slot->cap) == 0, "zombie: only containers have slots left");
        return check_object(cap);
    }
}

static const char *check_capability(const struct cte *slot)
{
    cap_t cap = slot->cap;

    switch (cap_type(cap)) {
    case CAP_CNODE:
        return check_slots(cap_cnode(cap), BIT(cap_radix(cap)));
    case CAP_TCB:
        ALSO(check_slots(cap_tcb(cap)->slot, TCB_SLOTS));
        return check_object(cap);
    case CAP_ZOMBIE:
        return check_zombie(slot);
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
            ALSO(check_capability(slot));
        }
    }
    ALSO(check_scheduler());
    ALSO(check_asid_pools());
    ALSO(check_active_vspace());
    ALSO(check_interrupts());
    ALSO(check_fpu());
    if (HAVE_VCPUS) {
        ALSO(check_guests());
    }
    return check_all_seen();
}
