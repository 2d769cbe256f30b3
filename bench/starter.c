/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has the lowest priority: when its init() runs, all others have done theirs
 * and wait.  The deferred signal leaves when this one waits, too: then nobody else
 * is ready when the runner begins.
 */
#include "bench.h"

void init(void)
{
    microkit_deferred_notify(STARTER_START);
}

void notified(microkit_channel ch)
{
    (void)ch;
}
