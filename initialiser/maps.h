/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Filling the PDs' address spaces.
 */
#pragma once

#include "spec_check.h"

/* Gives each VSpace an address-space identifier: before that it can be neither used nor copied. */
void maps_assign_vspaces(const struct spec *spec);

/* Writes physical addresses into the page data, which must still be mapped here. */
void maps_patch(const struct spec *spec);

/* Removes the page data from the initial task's own address space. */
void maps_detach_image(const struct spec *spec);

/* Makes all maps of the spec.  Each of these functions stops the thread on failure. */
void maps_create(const struct spec *spec);
