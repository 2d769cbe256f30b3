/* SPDX-License-Identifier: BSD-2-Clause */
/* How a row is begun, failed and printed, and the partner of a round trip. */
#define _GNU_SOURCE
#include "bench.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../log/adler32.h"

/* In seconds of the machine's time, which passes at once while nobody runs. */
enum { LIMIT = 60 };

static const char *current;
static bool failed;
static bool any_failed;
static uint32_t sum = ADLER32_START; /* of all that was printed */

void bench_say(const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    for (const char *s = text; *s != '\0'; s++) {
        sum = adler32_add(sum, (unsigned char)*s);
    }
    (void)fputs(text, stdout);
}

void bench_done(void)
{
    printf("BENCH DONE %08lx\n", (unsigned long)sum);
}

/* A partner that never answers would let us wait for ever. */
static void too_late(int number)
{
    (void)number;
    bench_fail("no answer within %d seconds", LIMIT);
    _exit(1);
}

void bench_begin(const char *row)
{
    struct timespec settle = {.tv_sec = 1, .tv_nsec = 100000000};

    current = row;
    failed = false;
    (void)signal(SIGALRM, too_late);
    (void)nanosleep(&settle, NULL);
    (void)alarm(LIMIT);
}

void bench_fail(const char *format, ...)
{
    char why[160];
    int error = errno;
    va_list arguments;

    va_start(arguments, format);
    errno = error; /* for %m */
    (void)vsnprintf(why, sizeof(why), format, arguments);
    va_end(arguments);
    bench_say("BENCH %s FAILED %s\n", current, why);
    failed = true;
    any_failed = true;
}

bool bench_failed(void)
{
    return failed;
}

bool bench_any_failed(void)
{
    return any_failed;
}

void bench_print_instructions(const char *row, uint64_t instructions, unsigned operations)
{
    uint64_t tenths = instructions * 10 / operations;

    guest_tell_row();
    if (!failed) {
        bench_say("BENCH %s %llu.%llu\n", row, (unsigned long long)(tenths / 10),
                  (unsigned long long)(tenths % 10));
    }
}

void bench_print(uint64_t ticks, unsigned operations)
{
    bench_print_instructions(current, ticks * INSTRUCTIONS_PER_TICK, operations);
}

int bench_must(int result, const char *what)
{
    if (result < 0) {
        bench_fail("%s: %m", what);
        _exit(1);
    }
    return result;
}

void *bench_shared(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    (void)bench_must(memory == MAP_FAILED ? -1 : 0, "mmap");
    return memory;
}

void bench_schedule(int priority)
{
    struct sched_param parameters = {.sched_priority = priority};
    cpu_set_t first;

    CPU_ZERO(&first);
    CPU_SET(0, &first);
    (void)bench_must(sched_setaffinity(0, sizeof(first), &first), "sched_setaffinity");
    (void)bench_must(sched_setscheduler(0, priority == PRIORITY_ORDINARY ? SCHED_OTHER : SCHED_FIFO,
                                    &parameters),
                 "sched_setscheduler");
}

pid_t partner_start(int priority, bool (*run)(void *state), void *state)
{
    pid_t partner = bench_must(fork(), "fork");

    if (partner != 0) {
        return partner;
    }
    bench_schedule(priority);
    if (!run(state)) {
        bench_fail("the partner got something wrong: %m");
        _exit(1);
    }
    _exit(0);
}

void partner_end(pid_t partner)
{
    int status = -1;

    if (failed) {
        (void)kill(partner, SIGKILL);
    }
    (void)bench_must(waitpid(partner, &status, 0), "waitpid");
    if (status != 0 && !failed) {
        bench_fail("the partner ended with status %#x", (unsigned)status);
    }
}
