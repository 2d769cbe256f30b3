/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The benchmark's figures on a board: a page as the self-test's, of which it is
 * another kind, so that one log can have both.
 */
#include "console.h"

#include "board_devices.h"
#include "bench.h"
#include "selftest/page.h"

enum { MS_OF_A_SECOND = 1000 };

/* The core's clock, as the two counters have it. */
static void print_clock(void)
{
    seL4_Word begin = counter_ticks();
    seL4_Word cycles = counter_cycles();
    seL4_Word ns;

    while (counter_ticks() - begin < BOARD_TIMER_HZ / MS_OF_A_SECOND) {
    }
    cycles = counter_cycles() - cycles;
    page_line("processor");
    page_number(cycles);
    page_print(" cycles in a ms of the timer, which has ");
    page_number(BOARD_TIMER_HZ);
    page_print(" Hz\n");
    /* QEMU's cycle is a nanosecond, and its tick is whole ones; its host may be slow to look. */
    ns = 1000000000 / BOARD_TIMER_HZ * (BOARD_TIMER_HZ / MS_OF_A_SECOND);
    if (cycles - ns + ns / 64 <= ns / 32) {
        page_line("timer");
        page_print("as an emulator has it, whose cycles are whole nanoseconds\n");
    }
}

void console_open(seL4_Word vaddr)
{
    page_open(vaddr);
    page_print("SELFTEST BEGIN Bulkhead " BENCH_VERSION ", " BENCH_BOARD ", benchmark, " BENCH_PAGE
               "\n");
    print_clock();
    bench_count_instructions();
}

void console_print(const char *s)
{
    page_print(s);
}

void console_number(seL4_Word x)
{
    page_number(x);
}

static void print_tenths(seL4_Word x, seL4_Word times)
{
    seL4_Word tenths = x * 10 / times;

    page_number(tenths / 10);
    page_print(".");
    page_number(tenths % 10);
}

void console_row(const char *row, seL4_Word ticks, seL4_Word times, seL4_Bool right)
{
    page_check(row, right);
    if (!right) {
        return;
    }
    page_print("CYCLES ");
    page_print(row);
    page_print(" mean ");
    print_tenths(ticks, times);
    if (bench_instructions() != 0) {
        page_print(" instructions ");
        print_tenths(bench_instructions(), times);
    }
    page_print("\n");
}

/* In ns of the timer: whether cycles are counted while WFI has stopped the clock is not said (Arm
   ARM, PMCCNTR_EL0). */
void console_late(const char *row, seL4_Word ticks, seL4_Word times, seL4_Bool right)
{
    page_check(row, right);
    if (!right) {
        return;
    }
    page_line("interrupt");
    page_print(row);
    page_print(" ");
    page_number(ticks * 1000 / times * 1000000 / BOARD_TIMER_HZ);
    page_print(" ns, mean of ");
    page_number(times);
    page_print("\n");
}

void console_done(void)
{
    page_end();
}
