/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components of share.system agree on.
 */
#pragma once

#include <microkit.h>

/* Also the channels on which the victim says that it is time. */
enum attack { ATTACK_NONE, ATTACK_SEND, ATTACK_ASK, ATTACK_CHILD, ATTACK_ORPHAN, ATTACKS };

enum { ENTRY = 0x200000 };

/* The region "notes". */
struct share_notes {
    volatile seL4_Word attack; /* goes on for as long as it is this one */
    volatile seL4_Word tries[ATTACKS];
};

extern struct share_notes *notes; /* defined by the component, set by the tool */
