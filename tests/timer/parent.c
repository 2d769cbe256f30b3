/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has a child, and its TCB, but no right to the timer: tries to give the child that right.
 */
#include <microkit.h>

enum { CHILD = 0 };

void init(void)
{
    (void)seL4_TCB_SetFlags(BASE_TCB_CAP + CHILD, ~0ull, 0);
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)child;
    (void)msginfo;
    (void)reply;
    microkit_dbg_puts("parent: its child may not\n");
    return seL4_False;
}
