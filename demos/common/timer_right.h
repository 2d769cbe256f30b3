/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does the kernel have a right to set the physical timer?  Bulkhead's has: a flag
 * of a thread.  seL4 has not, and every thread may set it there; a demonstration
 * that finds the timer open is to know whether that must be so.
 */
#pragma once

#include <microkit.h>

#include "distribution.h"

/* Ours, of a TCB: the label of SetFlags, and the flag (docs/kernel/tcb.md).  Not every SDK's
   headers name them. */
enum { TIMER_RIGHT_SET_FLAGS = 17, TIMER_RIGHT_DENIED = 1 << 30 };

/* Denies it to `child`, and sees whether the kernel knows what that is: of flags that it does not
   know, it says that they are not set.  Other SDKs' initial tasks deny it to nobody, whatever the
   kernel. */
static inline seL4_Bool timer_right_exists(microkit_child child)
{
    if (SDK_FAMILY != SDK_BULKHEAD) {
        return seL4_False;
    }
    seL4_SetMR(0, 0);
    seL4_SetMR(1, TIMER_RIGHT_DENIED);
    return seL4_MessageInfo_get_label(
               seL4_Call(BASE_TCB_CAP + child,
                         seL4_MessageInfo_new(TIMER_RIGHT_SET_FLAGS, 0, 0, 2))) == seL4_NoError &&
           (seL4_GetMR(0) & TIMER_RIGHT_DENIED) != 0;
}
