/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the monitor of a larger system does besides: it defines these.  That of this example
 * does nothing (platform.c).
 */
#pragma once

#include <microkit.h>

#include "machine.h"

/* A signal on a channel that is none of those in channels.h.  True if the guest is to be switched
   off and on, whatever it does now. */
bool extra_notified(microkit_channel ch, struct machine *machine);

/* Something that stopped the guest was dealt with; before it goes on. */
void extra_handled(struct machine *machine);

/* The guest has switched itself off, or can not go on: it stands still until it is switched on. */
void extra_stopped(void);

/* The guest is as it was first, and about to start. */
void extra_switched_on(struct machine *machine);
