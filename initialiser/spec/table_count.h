/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many page tables the maps of a spec need.
 */
#pragma once

#include <stdint.h>

#include "spec_check.h"

/*
 * Page tables below the roots for all maps, with four levels of 4 KiB tables
 * (512 entries each; seL4's EL1 geometry).  Exact if the maps of each VSpace
 * stand together and ascend; else too many, never too few.
 */
uint32_t table_count(const struct spec *spec);
