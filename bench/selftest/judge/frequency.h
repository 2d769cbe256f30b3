/* SPDX-License-Identifier: BSD-2-Clause */
/* What to think of a timer's frequency that was measured. */
#pragma once

#include <stdint.h>

enum frequency {
    FREQUENCY_RIGHT,          /* within 1 % */
    FREQUENCY_OF_AN_EMULATOR, /* that of ticks of whole nanoseconds, within 0.1 % */
    FREQUENCY_WRONG
};

/* All in Hz; `measured` may be `doubt` more or less than it says, and `nominal` is below 1 GHz. */
enum frequency frequency_judge(uint64_t measured, uint64_t doubt, uint64_t nominal);

/* Of such ticks: how many nanoseconds each has. */
uint64_t frequency_emulated_ns(uint64_t nominal);
