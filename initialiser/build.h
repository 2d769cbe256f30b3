/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Building the system.
 */
#pragma once

#include <sel4/sel4.h>

#include "spec_check.h"

/*
 * Gives up the loader's page at the end of the initial task's image, builds
 * everything that the spec describes and starts it.  `spec_frames` is
 * the initial task's capability to the frame of the spec's first page, the next
 * pages follow.  On return the initial task is confined to be the monitor.
 * Stops the thread on failure; no PD has run then.
 */
void build_system(const struct spec *spec, const seL4_BootInfo *bootinfo,
                  seL4_CPtr spec_frames);
