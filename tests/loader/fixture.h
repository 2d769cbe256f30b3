/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the loader that need the machine, as the tests have them.
 */
#pragma once

#include "loader.h"

/* What has been printed; the tests empty it. */
extern char said[512];

/* What mmu_enable was called with last. */
struct enabled {
    uint64_t low, high, mair, tcr, start, end;
};
extern struct enabled enabled;
