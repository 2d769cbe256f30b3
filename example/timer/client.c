/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waits for ticks, in the only way there is: by returning.  Between them the processor is free for
 * others, or stands still.
 */
#include "timer.h"

enum { TIMER = 0 };
enum { TICKS = 20, PERIOD_US = 2000 };

static seL4_Word start_us;
static seL4_Uint32 ticks;
static seL4_Uint32 early;

static seL4_Word call(enum timer_request request, seL4_Uint16 words)
{
    (void)microkit_ppcall(TIMER, microkit_msginfo_new(request, words));
    return microkit_mr_get(0);
}

void init(void)
{
    microkit_mr_set(0, PERIOD_US);
    start_us = call(TIMER_EVERY, 1);
    microkit_dbg_puts("client: asked for a tick every 2 ms\n");
}

static void finish(void)
{
    (void)call(TIMER_STOP, 0);
    microkit_dbg_puts(early == 0 ? "TIMER PASS " : "TIMER FAIL ");
    microkit_dbg_put32(ticks);
    microkit_dbg_puts(" ticks, ");
    microkit_dbg_put32(early);
    microkit_dbg_puts(" early\n");
}

/*
 * Ticks that come while this runs are merged into one: a notification says that something happened,
 * not how often.  So there may be fewer of these than periods, never more.
 */
void notified(microkit_channel ch)
{
    if (ch != TIMER || ticks == TICKS) { /* one from before the stop may be delivered after it */
        return;
    }
    ticks++;
    if (call(TIMER_NOW, 0) < start_us + ticks * PERIOD_US) {
        early++;
    }
    if (ticks % 5 == 0) {
        microkit_dbg_puts("client: tick ");
        microkit_dbg_put32(ticks);
        microkit_dbg_puts("\n");
    }
    if (ticks == TICKS) {
        finish();
    }
}
