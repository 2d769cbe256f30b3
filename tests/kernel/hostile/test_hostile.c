/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hostile threads with pseudo-random choices (hostile.h).  A failure says which
 * seed and step, and what the last steps were; HOSTILE_SEED repeats one run.
 */
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "hostile.h"

enum {
    RUN_STEPS = 3000,
    CHECK_EVERY = 50,
    SECONDS = 20,      /* stop starting runs; the count of steps is printed */
    FEWEST_RUNS = 20,  /* on a slow machine */
    HANG_SECONDS = 120,
    TRACE_LINES = 12
};

static word_t seed_running;

/* The end of the program was not planned: say how to repeat it. */
static void report_seed(void)
{
    fprintf(stderr, "hostile threads: run ended with HOSTILE_SEED=%lu\n", seed_running);
}

/* The kernel does not come back, or panicked (and the host machine aborts). */
static void on_signal(int number)
{
    fprintf(stderr, "%s; ", number == SIGALRM ? "the kernel hangs" : "the kernel panicked");
    report_seed();
    _exit(1);
}

static struct hostile_outcome run(word_t seed, unsigned check_every, FILE *trace)
{
    struct choices choices = {.state = seed};

    seed_running = seed;
    return hostile_run(choices, RUN_STEPS, check_every, trace);
}

/* Again, checking each step; then print the last ones. */
static void explain(word_t seed)
{
    static char lines[TRACE_LINES][400];
    FILE *trace = tmpfile();
    struct hostile_outcome outcome = run(seed, 1, trace);
    unsigned count = 0;

    rewind(trace);
    while (fgets(lines[count % TRACE_LINES], sizeof lines[0], trace) != NULL) {
        count++;
    }
    fclose(trace);
    for (unsigned i = count < TRACE_LINES ? 0 : count - TRACE_LINES; i < count; i++) {
        fprintf(stderr, "%s", lines[i % TRACE_LINES]);
    }
    fail_msg("HOSTILE_SEED=%lu, step %u: %s", seed, outcome.step,
             outcome.broken != NULL ? outcome.broken : "(not when checked at each step)");
}

static void test_hostile_threads_break_nothing(void **state)
{
    const char *only = getenv("HOSTILE_SEED");
    word_t seed = only != NULL ? strtoul(only, NULL, 10) : 1;
    time_t start = time(NULL);
    word_t runs = 0;

    (void)state;
    while (runs < FEWEST_RUNS || time(NULL) - start < SECONDS) {
        (void)alarm(HANG_SECONDS);
        if (run(seed, only != NULL ? 1 : CHECK_EVERY, NULL).broken != NULL) {
            explain(seed);
        }
        seed++;
        if (++runs == 1 && only != NULL) {
            break;
        }
    }
    print_message("%lu runs of %d steps\n", runs, RUN_STEPS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile_threads_break_nothing),
    };
    __sanitizer_set_death_callback(report_seed);
    (void)signal(SIGALRM, on_signal);
    (void)signal(SIGABRT, on_signal);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
