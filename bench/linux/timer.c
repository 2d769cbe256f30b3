/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts: how much later than a timer is due the process runs that waits for
 * it, with the processor idle or busy with an ordinary process; and what
 * the kernel's own timer tick takes from a process.
 *
 * The machine's timer fires at the instruction it was set to, and a nanosecond of
 * CLOCK_MONOTONIC is an instruction.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <signal.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECOND = 1000000000 };

/* Far enough ahead that we wait when it fires, in ns; odd, to fall at any place of a clock tick. */
enum { PERIOD = 20007 };

static uint64_t now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

/* Waits for the timer once; how late we are, in ns. */
static uint64_t wait_once(int timer)
{
    uint64_t due = now() + PERIOD;
    uint64_t expirations = 0;
    struct itimerspec setting = {
        .it_value = {.tv_sec = (time_t)(due / SECOND), .tv_nsec = (long)(due % SECOND)},
    };

    if (timerfd_settime(timer, TFD_TIMER_ABSTIME, &setting, NULL) != 0 ||
        read(timer, &expirations, sizeof(expirations)) != sizeof(expirations) ||
        expirations != 1) {
        bench_fail("the timer did not expire once: %m");
        return 0;
    }
    return now() - due;
}

static bool stay_busy(void *state)
{
    for (;;) {
        (void)guest_ticks();
    }
    return state != NULL;
}

/*
 * The busy process is an ordinary one: under SCHED_FIFO it would use up the
 * allowance of 0.95 s in each second, and then we would have to wait as well.
 */
static void measure(const char *row, int timer, bool busy)
{
    uint64_t late = 0;
    pid_t partner;

    bench_begin(row);
    partner = busy ? partner_start(PRIORITY_ORDINARY, stay_busy, NULL) : 0;
    for (unsigned i = 0; i < WARM_UP + ITERATIONS && !bench_failed(); i++) {
        uint64_t ns;

        if (i == WARM_UP) {
            bench_tell_begin();
        }
        bench_repetition();
        ns = wait_once(timer);
        late += i < WARM_UP ? 0 : ns;
    }
    bench_tell_end();
    if (busy) {
        (void)kill(partner, SIGKILL);
        (void)waitpid(partner, NULL, 0);
    }
    bench_print_instructions(row, late, ITERATIONS);
}

static void measure_tick(void)
{
    enum { LONG_GAP = 40 /* ticks of the clock; the loop takes less than one */ };
    enum { SPIN = 12500000 /* ticks of the clock: 0.2 s */ };
    unsigned gaps = 0;
    uint64_t lost = 0;
    uint64_t begin;
    uint64_t last;

    bench_begin("linux_timer_tick");
    begin = last = guest_ticks();
    while (last - begin < SPIN) {
        uint64_t time = guest_ticks();

        if (time - last > LONG_GAP) {
            gaps++;
            lost += time - last;
        }
        last = time;
    }
    /* 250 a second. */
    if (gaps < 45 || gaps > 55) {
        bench_fail("%u interruptions in 0.2 s, expected 50", gaps);
    }
    bench_print(lost, gaps);
}

void bench_timer(void)
{
    int timer = bench_must(timerfd_create(CLOCK_MONOTONIC, 0), "timerfd_create");

    measure("linux_timer_to_process_idle", timer, false);
    measure("linux_timer_to_process_busy", timer, true);
    measure_tick();
    (void)close(timer);
}
