/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How long it takes from the time that the physical timer was set to, to the first
 * instructions of the thread that waits for its interrupt; with the processor idle,
 * and with a thread of lower priority that never waits.
 */
#include "board_devices.h"
#include "counters.h"
#include "page.h"
#include "task.h"
#include "tests.h"
#include "wait.h"

enum { SAMPLES = 1000, AHEAD_US = 50 };

static seL4_Word samples[SAMPLES];

static _Noreturn void spin(seL4_Word unused)
{
    (void)unused;
    for (;;) {
        __asm__ volatile("" : : : "memory");
    }
}

static void print_ns(seL4_Word ticks)
{
    page_number(ticks * 1000000000 / BOARD_TIMER_HZ);
}

static void measure(const char *subject)
{
    struct spread spread;

    for (unsigned i = 0; i < SAMPLES; i++) {
        samples[i] = wait_until(counter_ticks() + BOARD_TIMER_HZ / 1000000 * AHEAD_US);
    }
    spread = spread_of(samples, SAMPLES);
    page_line("interrupt");
    page_print(subject);
    print_ns(spread.least);
    page_print(" ");
    print_ns(spread.median);
    page_print(" ");
    print_ns(spread.most);
    page_print(" ns: least, median, most of 1000\n");
    page_check("an interrupt comes, and not before its time",
               spread.least < BOARD_TIMER_HZ && spread.median < BOARD_TIMER_HZ / 100);
}

void test_latency(void)
{
    seL4_CPtr busy;

    measure("idle ");
    busy = helper_start(spin, 0, MAIN_PRIORITY - 1);
    measure("busy ");
    helper_stop(busy);
}
