/* SPDX-License-Identifier: BSD-2-Clause */
/* Is the generic timer's frequency what it says?  Measured against another clock. */
#include "board_devices.h"
#include "counters.h"
#include "frequency.h"
#include "page.h"
#include "reference.h"
#include "task.h"
#include "tests.h"
#include "wait.h"

/* The two clocks are read one after the other, and an emulator's host may pause between: while that
   leaves a doubt of more than a thousandth, it is measured again, and the best one counts. */
enum { TRIES = 8, DOUBT = 1000, PAUSE_US = 50 };

struct measured {
    seL4_Word ticks;
    seL4_Word doubt; /* it may be so many less or more */
};

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
static struct measured ticks_in(seL4_Uint32 window)
{
    struct measured best = {0, ~0ull};

    for (unsigned i = 0; i < TRIES && best.doubt > best.ticks / DOUBT; i++) {
        seL4_Word before_begin;
        seL4_Word before_end;
        seL4_Word begin = edge(*reference, 1, &before_begin);
        seL4_Word end = edge(*reference, window, &before_end);
        seL4_Word doubt = begin - before_begin + (end - before_end);

        if (doubt < best.doubt) {
            best = (struct measured){end - begin, doubt};
        }
    }
    return best;
}

static seL4_Word hz(seL4_Word ticks)
{
    return ticks * REFERENCE_HZ / REFERENCE_WINDOW;
}

static void judge(const struct measured *measured)
{
    enum frequency frequency =
        frequency_judge(hz(measured->ticks), hz(measured->doubt), BOARD_TIMER_HZ);

    if (frequency == FREQUENCY_OF_AN_EMULATOR) {
        page_line("timer");
        page_print("as an emulator has it, whose ticks are whole nanoseconds: ");
        page_number(frequency_emulated_ns(BOARD_TIMER_HZ));
        page_print("\n");
    }
    page_check("the timer has that frequency, within 1 %", frequency != FREQUENCY_WRONG);
}

void test_clock(void)
{
    struct measured measured;

    page_line("timer");
    page_number(BOARD_TIMER_HZ);
    page_print(" Hz by CNTFRQ_EL0, ");
    if (REFERENCE_PADDR == 0) {
        page_print("not measured: " REFERENCE_NAME " else counts on this board\n");
        return;
    }
    reference = (volatile const seL4_Uint32 *)(map_device(REFERENCE_PADDR) + REFERENCE_OFFSET);
    measured = ticks_in(REFERENCE_WINDOW);
    page_number(hz(measured.ticks));
    page_print(" Hz by " REFERENCE_NAME ", give or take ");
    page_number(hz(measured.doubt));
    page_print("\n");
    judge(&measured);
}
