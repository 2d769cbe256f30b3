/* SPDX-License-Identifier: BSD-2-Clause */
/* Is the generic timer's frequency what it says?  Measured against another clock. */
#include "board_devices.h"
#include "counters.h"
#include "page.h"
#include "reference.h"
#include "task.h"
#include "tests.h"
#include "wait.h"

/* In hundredths; a crystal is far better. */
enum { TOLERANCE = 2 };

/* The two clocks are read one after the other, and an emulator's host may pause between: if that
   leaves a doubt of more than a thousandth, it is measured again. */
enum { TRIES = 8, DOUBT = 1000, PAUSE_US = 50 };

static volatile const seL4_Uint32 *reference;

/* An edge: the reference has counted at least `count` since `begin`.  The time when that was seen;
   it was not so yet at `*before`. */
static seL4_Word edge(seL4_Uint32 begin, seL4_Uint32 count, seL4_Word *before)
{
    seL4_Word now = counter_ticks();

    do {
        *before = now;
        (void)wait_until(now + BOARD_TIMER_HZ / 1000000 * PAUSE_US);
        now = counter_ticks();
    } while (*reference - begin < count);
    return counter_ticks();
}

/* Ticks of the generic timer while the reference counts `window`. */
static seL4_Word ticks_in(seL4_Uint32 window)
{
    seL4_Word ticks = 0;
    seL4_Word doubt = DOUBT;

    for (unsigned i = 0; i < TRIES && doubt > ticks / DOUBT; i++) {
        seL4_Word before_begin;
        seL4_Word before_end;
        seL4_Word begin = edge(*reference, 1, &before_begin);

        ticks = edge(*reference, window, &before_end) - begin;
        doubt = begin - before_begin + (begin + ticks - before_end);
    }
    return ticks;
}

void test_clock(void)
{
    seL4_Word hz;

    page_line("timer");
    page_number(BOARD_TIMER_HZ);
    page_print(" Hz by CNTFRQ_EL0, ");
    if (REFERENCE_PADDR == 0) {
        page_print("not measured: " REFERENCE_NAME " else counts on this board\n");
        return;
    }
    reference = (volatile const seL4_Uint32 *)(map_device(REFERENCE_PADDR) + REFERENCE_OFFSET);
    hz = ticks_in(REFERENCE_WINDOW) * REFERENCE_HZ / REFERENCE_WINDOW;
    page_number(hz);
    page_print(" Hz by " REFERENCE_NAME "\n");
    page_check("the timer has that frequency, within 2 %",
               hz >= BOARD_TIMER_HZ / 100 * (100 - TOLERANCE) &&
                   hz <= BOARD_TIMER_HZ / 100 * (100 + TOLERANCE));
}
