/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 6, the victim: has a page with a secret, which no other component may
 * write, and which but for the judge nobody may read.  It does nothing else.
 */
#include <microkit.h>

#include "task6.h"

static seL4_Word round;

static volatile seL4_Word *secret(void)
{
    return (volatile seL4_Word *)SECRET;
}

static void fill(void)
{
    for (seL4_Word i = 0; i < PAGE_BYTES / sizeof(seL4_Word); i++) {
        secret()[i] = filling(MARK_SECRET, round, i);
    }
}

static seL4_Word changed_words(void)
{
    seL4_Word changed = 0;

    for (seL4_Word i = 0; i < PAGE_BYTES / sizeof(seL4_Word); i++) {
        changed += secret()[i] != filling(MARK_SECRET, round, i);
    }
    return changed;
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    if (microkit_msginfo_get_label(msginfo) == WISH_FILL) {
        round = microkit_mr_get(0);
        fill();
    }
    microkit_mr_set(0, changed_words());
    return microkit_msginfo_new(0, 1);
}
