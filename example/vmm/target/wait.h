/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When a guest that waits goes on.  The kernel tells of the guest's timer only while the guest
 * runs, so the VMM has the physical one to know when that is due, or asks who has it.
 *
 * This example asks its clock; a larger system may have another way, and then defines these.
 */
#pragma once

/* Signals the VMM, on the channel TIMER, when the guest's timer is due; not at all if the guest has
   switched that off.  A signal may come that is not due, as a wait may end for no reason. */
void wait_for_timer(void);

/* No longer. */
void wait_is_over(void);

/* After a signal on TIMER: the next one may come. */
void wait_was_signalled(void);
