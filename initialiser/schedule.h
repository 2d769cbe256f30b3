/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scheduling domains: who runs in which slices of time.
 */
#pragma once

#include <sel4/sel4.h>

#include "spec_check.h"

/* Puts the threads into their domains and enters the slices, if the spec has any.  Still nothing
   but the initial task's domain runs.  Stops the thread on any failure. */
void schedule_configure(const struct spec *spec);

/* From now on the slices follow one another: the caller goes on in the first one of domain 0.
   `domain_cap` is the domain capability.  Stops the thread on failure. */
void schedule_start(const struct spec *spec, seL4_CPtr domain_cap);
