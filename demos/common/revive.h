/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parent's half of a clean restart (life.h): keeps the pristine copy, and
 * compares what each life says of itself with the first.
 */
#pragma once

#include "life.h"

/* One child. */
struct ward {
    microkit_child child;
    seL4_Word outbox;   /* where the parent sees the child's outbox (r) ... */
    seL4_Word pristine; /* ... and its pristine copy (rw) */
    seL4_Word bytes;    /* of each of the two; 0: LIFE_BYTES */

    seL4_Word lives;         /* begun, the first included */
    seL4_Word clean;         /* of these, like the first */
    seL4_Word seals_refused; /* attempts to replace the pristine copy */
    seL4_Word copy_checksum; /* of the pristine range when it was sealed */
    seL4_Word first[LIFE_HELLO_WORDS];
    seL4_Word last[LIFE_HELLO_WORDS];
};

static inline const volatile struct life_seal *ward_seal(const struct ward *w)
{
    return (const volatile struct life_seal *)w->pristine;
}

/*
 * Answers the calls that life.c makes, LIFE_SEAL and LIFE_HELLO.  The parent
 * must have a higher priority than the child, and time of its own: a passive
 * parent would give the child's time back with the child.
 */
microkit_msginfo ward_answer(struct ward *w, microkit_msginfo msginfo);

/* True if the latest life began as the first did. */
seL4_Bool ward_is_clean(const struct ward *w);

/* True if the pristine range is what it was when it was sealed. */
seL4_Bool ward_copy_is_intact(const struct ward *w);

/* Lets the child begin its next life.  It must be stopped, or waiting for us after a fault. */
void ward_restart(const struct ward *w);
