/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When a guest that waits goes on.  The kernel tells of the guest's timer only while the guest
 * runs, so the VMM has the physical one to know when that is due.
 */
#pragma once

/* Signals the VMM, by its interrupt, when the guest's timer is due; not at all if the guest has
   switched that off. */
void wait_for_timer(void);

/* No longer. */
void wait_is_over(void);
