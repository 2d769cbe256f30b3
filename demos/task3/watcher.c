/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 3, the watcher: has the lowest priority, so it runs only when nobody else
 * can.  If the warden has asked for it meanwhile, the prober is neither running
 * nor has it faulted: it is stuck in a system call.
 */
#include <microkit.h>

#include "task3.h"

void init(void)
{
}

void notified(microkit_channel ch)
{
    microkit_notify(ch);
}
