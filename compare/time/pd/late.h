/* SPDX-License-Identifier: BSD-2-Clause */
/* What loop and timer agree on. */
#pragma once

#include "../../pd/ticks.h"
#include "../shares.h"

static inline seL4_Word late_period(void)
{
    return LOOP_PERIOD_US * TICKS_PER_US_TIMES_10 / 10;
}
