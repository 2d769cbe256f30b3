/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server of two clients: what the sprayer asks for must not change what the
 * witness is told.
 */
#include <microkit.h>

enum { WITNESS = 1 };

static seL4_Word sum; /* of all that the witness sent */

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)msginfo;
    if (ch == WITNESS) {
        sum += microkit_mr_get(0);
        microkit_mr_set(0, sum);
        return microkit_msginfo_new(WITNESS, 1);
    }
    return microkit_msginfo_new(0, 0);
}
