/* SPDX-License-Identifier: BSD-2-Clause */
/* The guest's network, which ends in its VMM. */
#pragma once

#include "machine.h"

/* Gives the guest the answer that waits for it, if there is one. */
void network_deliver(struct machine *machine);

/* What waits is not for the guest that starts now. */
void network_reset(void);
