/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rows of the benchmark's initial task (bench/kernel/), many repetitions at
 * once: their mean, of cycles and, where the PMU counts them, of instructions.
 */
#include "bench.h"
#include "console.h"
#include "kernel/rows.h"
#include "page.h"
#include "tests.h"

struct bench_section bench_section;

static struct bench_section begin;

seL4_Word bench_begin(void)
{
    begin.instructions = counter_events();
    begin.cycles = counter_cycles();
    return begin.cycles;
}

seL4_Word bench_end(void)
{
    seL4_Word cycles = counter_cycles();

    bench_section.cycles = cycles - begin.cycles;
    /* The event counter has 32 bits. */
    bench_section.instructions = (counter_events() - begin.instructions) & 0xffffffff;
    return cycles;
}

static void print_tenths(seL4_Word x, seL4_Word times)
{
    seL4_Word tenths = x * 10 / times;

    page_number(tenths / 10);
    page_print(".");
    page_number(tenths % 10);
}

/* A row that is no single section, as that of the timer's ticks, has no instructions.  One that
   failed is no verdict on the board: what disturbs a row may be the board's way. */
void console_row(const char *row, seL4_Word ticks, seL4_Word times, seL4_Bool right)
{
    if (!right || times == 0) {
        page_line("cycles");
        page_print(row);
        page_print(" is left out: something was not as the row expects\n");
        return;
    }
    page_print("CYCLES ");
    page_print(row);
    page_print(" mean ");
    print_tenths(ticks, times);
    if (bench_section.cycles == ticks && bench_section.instructions != 0) {
        page_print(" instructions ");
        print_tenths(bench_section.instructions, times);
    }
    page_print("\n");
}

void test_rows(void)
{
    page_line("cycles");
    page_print("row, mean of many; instructions, if the PMU counts them\n");
    measure_objects();
    measure_threads();
}
