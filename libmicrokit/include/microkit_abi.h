/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a protection domain finds in its capability space, and what the badges
 * it receives mean: the contract between libmicrokit and the tool that builds
 * the system.  Numbers only, so that the host tool can include it.
 */
#pragma once

#include <sel4/constants.h>

/* The IPC buffer is the top page of the address space, which no section of a program and nothing
   that overruns its end can reach: the page below it stays unmapped, then comes the stack. */
#define MICROKIT_IPC_BUFFER (seL4_UserTop + 1 - (1ull << seL4_PageBits))

enum {
    MICROKIT_MAX_CHANNELS = 62,   /* ids 0 to 61, one bit of a badge each */
    MICROKIT_MAX_CHANNEL_ID = MICROKIT_MAX_CHANNELS - 1,
    MICROKIT_PD_NAME_LENGTH = 64  /* with the terminating NUL */
};

/* Slots of the domain's CNode; the bases take a channel or child id. */
enum {
    MICROKIT_INPUT_CAP = 1,  /* what the event loop receives from: the notification
                                or, if the domain is called or has children, the endpoint */
    MICROKIT_FAULT_EP_CAP = 2,
    MICROKIT_VSPACE_CAP = 3,
    MICROKIT_REPLY_CAP = 4,
    MONITOR_EP = 5,
    TCB_CAP = 6,             /* the domain's own; benchmark configuration only */
    MICROKIT_SMC_CAP = 7,
    BASE_OUTPUT_NOTIFICATION_CAP = 10,
    BASE_ENDPOINT_CAP = 74,
    BASE_IRQ_CAP = 138,
    BASE_TCB_CAP = 202,
    BASE_VM_TCB_CAP = 266,
    BASE_VCPU_CAP = 330,
    MICROKIT_CNODE_SLOTS = 512,
    BASE_USER_CAPS = 458,        /* user slots; only a domain that has some has a CNode of */
    MICROKIT_MAX_USER_CAPS = 128, /* MICROKIT_USER_CNODE_SLOTS, so that all fit */
    MICROKIT_USER_CNODE_SLOTS = 1024
};

/*
 * Badges.  Neither bit set: a mask of signalled channels, bit n = channel n.
 * In the other two cases the id is in the low bits.
 */
enum {
    MICROKIT_BADGE_CALL_BIT = 63,  /* a protected call; id: channel */
    MICROKIT_BADGE_FAULT_BIT = 62, /* a fault of a child; id: child */
    MICROKIT_BADGE_ID_MASK = 0x3f
};
