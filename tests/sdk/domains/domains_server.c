/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A passive server; one is called from the other domain.
 */
#include "domains.h"

struct domains_notes *notes;

void init(void)
{
    notes->servers++;
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    notes->answered_at = domains_now();
    microkit_mr_set(0, notes->spun_at);
    return microkit_msginfo_new(microkit_msginfo_get_label(msginfo) + 1, 1);
}
