/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Capabilities: two words that say which object, and what may be done to it.
 *
 *   word 0   63             20 19          5 4      0
 *           +-----------------+-------------+--------+
 *           | object paddr>>4 | per type    |  type  |
 *           +-----------------+-------------+--------+
 *   word 1   badge, guard, watermark, mapping or number, as the type says
 *
 * Objects are at least 16-byte aligned and below 2^48, so 44 bits hold their
 * address.  Every field of every type is spelled out here and nowhere else.
 */
#pragma once

#include "types.h"

/* Numbers as DebugCapIdentify returns them (ABI.md 1.1). */
enum cap_type {
    CAP_NULL = 0,
    CAP_FRAME = 1,
    CAP_UNTYPED = 2,
    CAP_PAGE_TABLE = 3,
    CAP_ENDPOINT = 4,
    CAP_NOTIFICATION = 6,
    CAP_REPLY = 8,
    CAP_VSPACE = 9,
    CAP_CNODE = 10,
    CAP_ASID_CONTROL = 11,
    CAP_TCB = 12,
    CAP_ASID_POOL = 13,
    CAP_IRQ_CONTROL = 14,
    CAP_VCPU = 15, /* kernels at EL2 */
    CAP_IRQ_HANDLER = 16,
    CAP_ZOMBIE = 18,
    CAP_DOMAIN = 20,
    CAP_SCHED_CONTEXT = 22,
    CAP_SCHED_CONTROL = 24,
    CAP_SMC = 25,
    CAP_SGI_SIGNAL = 27
};

typedef struct {
    word_t word[2];
} cap_t;

/* Rights of endpoint, notification and reply capabilities; same bits as the
   ABI's rights word. */
enum cap_rights {
    RIGHT_WRITE = 1,
    RIGHT_READ = 2,
    RIGHT_GRANT = 4,
    RIGHT_GRANT_REPLY = 8,
    RIGHTS_ALL = 15
};

/* User access to a frame. */
enum frame_access { ACCESS_NONE = 0, ACCESS_READ = 1, ACCESS_READ_WRITE = 3 };

/* Frame sizes as stored in a frame capability. */
enum frame_size { FRAME_SMALL = 0, FRAME_LARGE = 1, FRAME_HUGE = 2 };

#define CAP_FIELD(name, index, hi, lo)                                                 \
    static inline word_t cap_##name(cap_t cap)                                         \
    {                                                                                  \
        return bits_get(cap.word[index], hi, lo);                                      \
    }                                                                                  \
    static inline cap_t cap_set_##name(cap_t cap, word_t value)                        \
    {                                                                                  \
        cap.word[index] = bits_put(cap.word[index], hi, lo, value);                    \
        return cap;                                                                    \
    }

CAP_FIELD(type_field, 0, 4, 0)
CAP_FIELD(object_field, 0, 63, 20)

CAP_FIELD(per_type, 0, 16, 5)         /* any: begins with radix, size_bits, or rights */
CAP_FIELD(is_parent, 0, 17, 17)      /* any, in a slot: others may descend from it */
CAP_FIELD(is_root, 0, 18, 18)        /* cnode, in a TCB: its `root` says the same */
CAP_FIELD(rights, 0, 8, 5)           /* endpoint, notification, reply */
CAP_FIELD(badge, 1, 63, 0)           /* endpoint, notification, smc */
CAP_FIELD(radix, 0, 10, 5)           /* cnode: log2 slots */
CAP_FIELD(guard_size, 0, 16, 11)     /* cnode */
CAP_FIELD(guard, 1, 63, 0)           /* cnode */
CAP_FIELD(size_bits, 0, 10, 5)       /* untyped, sched context: log2 bytes */
CAP_FIELD(is_device, 0, 11, 11)      /* untyped, frame */
CAP_FIELD(watermark, 1, 63, 0)       /* untyped: bytes in use from its start */
CAP_FIELD(frame_size, 0, 6, 5)       /* frame: enum frame_size */
CAP_FIELD(frame_access, 0, 8, 7)     /* frame: enum frame_access */
CAP_FIELD(asid, 1, 63, 48)           /* frame, page table, vspace; 0 = none */
CAP_FIELD(mapped_page, 1, 47, 0)     /* frame, page table: virtual address */
CAP_FIELD(asid_base, 1, 63, 0)       /* asid pool: its first asid */
CAP_FIELD(irq, 0, 63, 20)            /* irq handler: in the place of an address */
CAP_FIELD(sgi, 0, 27, 20)            /* sgi signal: interrupt 0..15 */
CAP_FIELD(sgi_target, 0, 35, 28)     /* sgi signal: core */
CAP_FIELD(zombie_type, 0, 15, 11)    /* zombie: enum cap_type of the dying object; radix as cnode */
CAP_FIELD(zombie_stacked, 0, 16, 16) /* zombie: another is in the first slot, see delete.c */
CAP_FIELD(zombie_left, 1, 63, 0)     /* zombie: slots not yet emptied */

/* Of word 0, type and object: two capabilities that agree in these are to the same thing. */
#define CAP_IDENTITY (MASK(5) | ~MASK(20))

/* `per_type` of a new frame's capability: size, and access above it. */
#define CAP_NEW_FRAME(size) ((size) | ACCESS_READ_WRITE << 2)

static inline enum cap_type cap_type(cap_t cap)
{
    return (enum cap_type)cap_type_field(cap);
}

/* Is it an endpoint, notification or reply capability with these rights? */
static inline bool cap_allows(cap_t cap, enum cap_type type, word_t rights)
{
    word_t wanted = (word_t)type | rights << 5;
    return (cap.word[0] & (MASK(5) | rights << 5)) == wanted;
}

static inline bool cap_is_null(cap_t cap)
{
    return cap_type(cap) == CAP_NULL;
}

static inline paddr_t cap_object(cap_t cap)
{
    return (cap.word[0] >> 20) << 4;
}

static inline cap_t cap_set_object(cap_t cap, paddr_t object)
{
    return cap_set_object_field(cap, object >> 4);
}

static inline cap_t cap_null(void)
{
    return (cap_t){{0, 0}};
}

/* A capability of `type` to the object at `object`; all other fields 0. */
static inline cap_t cap_make(enum cap_type type, paddr_t object)
{
    return (cap_t){{(object >> 4) << 20 | (word_t)type, 0}};
}

/* What becomes of the last capability to an object that dies with `left` slots. */
static inline cap_t cap_zombie(cap_t cap, word_t left)
{
    cap_t zombie = cap_set_radix(cap_make(CAP_ZOMBIE, cap_object(cap)), cap_radix(cap));
    return cap_set_zombie_left(cap_set_zombie_type(zombie, cap_type(cap)), left);
}

/* The dying object's own type, address and size. */
static inline cap_t cap_of_zombie(cap_t zombie)
{
    return cap_set_type_field(zombie, cap_zombie_type(zombie));
}

static inline unsigned frame_bits(enum frame_size size)
{
    return 12u + 9u * (unsigned)size;
}

static inline unsigned cap_frame_bits(cap_t cap)
{
    return frame_bits((enum frame_size)cap_frame_size(cap));
}
