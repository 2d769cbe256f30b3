/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The child that is stopped and restarted: it counts its lives and what reaches it.
 */
#include "edges.h"

extern char _start[];

struct edges_notes *notes;

void init(void)
{
    notes->worker_entry = (seL4_Word)_start;
    notes->worker_inits++;
}

void notified(microkit_channel ch)
{
    (void)ch;
    notes->worker_signals++;
}
