/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the storm: the driver of a device whose interrupt it acknowledges
 * without ever making the device let go of the line.  So the next interrupt
 * comes at once.  The device can be told to interrupt until it is told otherwise.
 */
#include "../task7.h"
#include "interrupter/interrupter.h"

static volatile seL4_Uint32 *registers(void)
{
    return (volatile seL4_Uint32 *)CLOCK;
}

void init(void)
{
    interrupter_end(registers());
}

void notified(microkit_channel ch)
{
    if (ch == JUDGE_CHANNEL) {
        interrupter_begin(registers());
        return;
    }
    tally()->interrupts++;
    if (orders()->loud == 0 || counter_now() >= last_tick()) {
        interrupter_end(registers());
    }
    microkit_irq_ack(STORM_INTERRUPT);
}
