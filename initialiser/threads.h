/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PDs' threads.
 */
#pragma once

#include <sel4/sel4.h>

#include "spec_check.h"

/* Sets up every thread of the spec, without starting any.  `sched_control` is the authority
   over time.  Stops the initial task on failure. */
void threads_configure(const struct spec *spec, seL4_CPtr sched_control);
