/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor: what the initial task is once the system runs.  It receives the
 * faults of PDs that have no parent, and the requests of passive PDs to run on
 * their callers' time from now on.
 */
#pragma once

#include <sel4/sel4.h>

#include "spec_check.h"

/* The monitor's time: a twentieth, in pieces that hold a few reports where there are any, otherwise
   in small ones.  In microseconds. */
enum { MONITOR_SHARE = 20, MONITOR_REPORTS_US = 50000, MONITOR_SILENT_US = 1000 };

/*
 * Gives the initial task the monitor's budget in place of all the time that there
 * is.  Stops the thread on failure.
 */
void monitor_limit(seL4_CPtr sched_control);

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
