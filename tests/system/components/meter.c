/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Measures its child, which does more each time: so many cycles more it must have used.  (Not in
 * the first round, which the child begins in its start-up code.)  And nobody else was there: what
 * is not the two components' is the kernel's.
 */
#include <sel4/benchmark_utilisation_types.h>

#include "meter.h"
#include "../uart.h"

enum { CHILD = 5, ROUNDS = 3 };

seL4_Word uart_vaddr;

static seL4_Word used[ROUNDS]; /* cycles, by the child */
static unsigned rounds;

static void start_round(void)
{
    seL4_BenchmarkResetThreadUtilisation(BASE_TCB_CAP + CHILD);
    seL4_BenchmarkResetThreadUtilisation(TCB_CAP);
    (void)seL4_BenchmarkResetLog();
    microkit_notify(METER_WORK);
}

static void print_check(seL4_Bool holds, const char *what)
{
    uart_print(holds ? "ok    " : "WRONG ");
    uart_print(what);
    uart_print("\n");
}

/* What is told about all must be told to whoever asks about any thread. */
static void check_sums(seL4_Word own, seL4_Word child)
{
    seL4_Word idle = seL4_GetMR(BENCHMARK_IDLE_LOCALCPU_UTILISATION);
    seL4_Word kernel = seL4_GetMR(BENCHMARK_TOTAL_KERNEL_UTILISATION);
    seL4_Word all = seL4_GetMR(BENCHMARK_TOTAL_UTILISATION);

    print_check(own + child + idle <= all, "no cycle was used twice");
    print_check(own + child + idle + kernel >= all, "no cycle is missing");
    print_check(idle == 0 && seL4_GetMR(BENCHMARK_IDLE_NUMBER_SCHEDULES) == 0,
                "the processor was never idle");
}

static void end_round(void)
{
    seL4_Word own;

    (void)seL4_BenchmarkFinalizeLog();
    seL4_BenchmarkGetThreadUtilisation(TCB_CAP);
    own = seL4_GetMR(BENCHMARK_TCB_UTILISATION);
    seL4_BenchmarkGetThreadUtilisation(BASE_TCB_CAP + CHILD);
    used[rounds] = seL4_GetMR(BENCHMARK_TCB_UTILISATION);
    check_sums(own, used[rounds]);
    print_check(seL4_GetMR(BENCHMARK_TCB_NUMBER_SCHEDULES) == 1, "the child was switched to once");
    print_check(used[rounds] > (rounds + 1) * METER_STEPS * METER_INSTRUCTIONS,
                "it was charged for its work");
    rounds++;
}

void init(void)
{
    start_round();
}

void notified(microkit_channel ch)
{
    (void)ch;
    end_round();
    if (rounds < ROUNDS) {
        start_round();
        return;
    }
    print_check(used[2] - used[1] == (seL4_Word)METER_STEPS * METER_INSTRUCTIONS,
                "more work took exactly as many cycles more");
    uart_print("the end\n");
}
