/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor: what the initial task is once the system runs.  It receives the
 * faults of PDs that have no parent, and the requests of passive PDs to run on
 * their callers' time from now on.
 */
#pragma once

#include <sel4/sel4.h>

#include "spec_check.h"

/*
 * Exchanges the root CNode for one that holds only what the monitor needs, for
 * good: the right to make objects, map pages and hand out capabilities is gone
 * from the system.  Stops the thread on failure.
 */
void monitor_confine(const struct spec *spec);

/* Starts all PDs and, if there is one, the domain schedule.  Stops the thread on failure. */
void monitor_start(const struct spec *spec);

/* Receives one message and deals with it. */
void monitor_step(const struct spec *spec);
