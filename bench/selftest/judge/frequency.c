/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A crystal is far better than 1 %.  QEMU's timer has ticks of whole nanoseconds,
 * rounded down: with 54 MHz, 18 of them, which is 55.6 MHz.  A board's crystal is not
 * expected to be wrong by just that, so it is accepted, and the page says so.
 */
#include "frequency.h"

#include <stdbool.h>

enum { SECOND_NS = 1000000000, TOLERANCE = 100, TOLERANCE_EMULATED = 1000 };

static bool is_about(uint64_t measured, uint64_t expected, uint64_t allowed)
{
    return measured + allowed >= expected && measured <= expected + allowed;
}

uint64_t frequency_emulated_ns(uint64_t nominal)
{
    return SECOND_NS / nominal;
}

enum frequency frequency_judge(uint64_t measured, uint64_t doubt, uint64_t nominal)
{
    uint64_t emulated = SECOND_NS / frequency_emulated_ns(nominal);

    if (is_about(measured, nominal, nominal / TOLERANCE + doubt)) {
        return FREQUENCY_RIGHT;
    }
    if (is_about(measured, emulated, emulated / TOLERANCE_EMULATED + doubt)) {
        return FREQUENCY_OF_AN_EMULATOR;
    }
    return FREQUENCY_WRONG;
}
