/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many page tables the maps of a spec need.
 */
#pragma once

#include <stdint.h>

#include "spec_check.h"

/*
 * Page tables below the roots for all maps, of 4 KiB (512 entries) each, as many
 * levels as the kernel has.  Exact if the maps of each VSpace
 * stand together and ascend; else too many, never too few.
 */
uint32_t table_count(const struct spec *spec);
