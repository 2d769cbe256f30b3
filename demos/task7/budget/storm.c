/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the storm: the driver of a device whose interrupt it acknowledges
 * without ever making the device let go of the line.  So the next interrupt
 * comes at once.  The device is the machine's clock (PL031), set to an alarm now.
 */
#include "../task7.h"

/* Registers, as offsets in words (PL031 manual). */
enum { CLOCK_DATA, CLOCK_MATCH, CLOCK_MASK = 4, CLOCK_CLEAR = 7 };

static volatile seL4_Uint32 *clock_registers(void)
{
    return (volatile seL4_Uint32 *)CLOCK;
}

static void begin(void)
{
    clock_registers()[CLOCK_MATCH] = clock_registers()[CLOCK_DATA];
    clock_registers()[CLOCK_MASK] = 1;
}

static void end(void)
{
    clock_registers()[CLOCK_MASK] = 0;
    clock_registers()[CLOCK_CLEAR] = 1;
}

void init(void)
{
    end();
}

void notified(microkit_channel ch)
{
    if (ch == JUDGE_CHANNEL) {
        begin();
        return;
    }
    tally()->interrupts++;
    if (orders()->loud == 0 || counter_now() >= last_tick()) {
        end();
    }
    microkit_irq_ack(STORM_INTERRUPT);
}
