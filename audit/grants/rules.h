/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules by which a description grants authority, as the pages for users say them:
 * docs/sdk.md ("A PD's memory", "A PD's capabilities") and docs/description.md.  They are
 * written down here a second time, on purpose: what the tool computes is not asked.
 */
#pragma once

#include <stdint.h>

enum {
    RULE_PAGE = 0x1000,

    /* Slots of a protection domain's CNode. */
    RULE_SLOT_INPUT = 1,
    RULE_SLOT_VSPACE = 3,
    RULE_SLOT_REPLY = 4,
    RULE_SLOT_MONITOR = 5,  /* of a passive one, until it has asked */
    RULE_SLOT_OWN_TCB = 6,  /* in `benchmark` */
    RULE_SLOT_FIRMWARE = 7, /* of one that may call it */
    RULE_SLOT_SIGNAL = 10,  /* and the channel's number */
    RULE_SLOT_CALL = 74,    /* the same */
    RULE_SLOT_IRQ = 138,    /* the same */
    RULE_SLOT_CHILD = 202,  /* and the child's number */
    RULE_SLOT_GUEST = 266,  /* and the vcpu's number: its thread */
    RULE_SLOT_VCPU = 330,   /* the same: the virtual CPU */
    RULE_SLOT_USER = 458,   /* and the user slot's number */
    RULE_CNODE_BITS = 9,
    RULE_USER_CNODE_BITS = 10, /* of one that has user slots */
    RULE_GUEST_CNODE_BITS = 1, /* of a guest's, which is empty */
    RULE_ADDRESS_BITS = 64,

    /* And the domain's place in the description; vcpus, in their order, are behind all domains. */
    RULE_TIME_BADGE = 0x100
};

/* What a receiver sees: a call or a fault, and its number; or the monitor, and who (from 1). */
#define RULE_BADGE_CALL 0x8000000000000000ull
#define RULE_BADGE_FAULT 0x4000000000000000ull
#define RULE_BADGE_REQUEST 0x8000000000000000ull

/* From the top of the address space, of 47 bits if the kernel runs at EL1, of 40 at EL2: IPC
   buffer, a page of nothing, stack. */
static inline uint64_t rule_top(unsigned exception_level)
{
    return 1ull << (exception_level == 1 ? 47 : 40);
}

static inline uint64_t rule_ipc_buffer(unsigned exception_level)
{
    return rule_top(exception_level) - RULE_PAGE;
}

static inline uint64_t rule_stack_top(unsigned exception_level)
{
    return rule_top(exception_level) - 2 * RULE_PAGE;
}
