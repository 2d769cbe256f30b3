/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a system cannot be built: what it needs more of than there is.
 */
#pragma once

#include <stdint.h>

enum shortage_of {
    SHORT_OF_SLOTS,   /* `needed` slots of the root CNode, of which `available` are empty */
    SHORT_OF_MEMORY,  /* no untyped has room for `needed` more `objects` of `bytes` each */
    SHORT_OF_ADDRESS  /* `objects` are to lie at `paddr`, where no untyped has room */
};

struct shortage {
    enum shortage_of of;
    uint64_t needed;
    uint64_t available;
    const char *objects; /* their name */
    uint64_t bytes;
    uint64_t paddr;
    uint32_t object;     /* of SHORT_OF_ADDRESS: its index in the spec's table */
};
