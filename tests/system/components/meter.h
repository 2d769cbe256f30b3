/* SPDX-License-Identifier: BSD-2-Clause */
/* What a component that measures and the one that it measures agree on. */
#pragma once

#include <microkit.h>

enum {
    METER_WORK = 0,         /* channel: work, and it is done */
    METER_STEPS = 100000,   /* in the first round, and so many more in each other */
    METER_INSTRUCTIONS = 2  /* each; with -icount, as many cycles */
};
