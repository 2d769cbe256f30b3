/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time on Linux: how late a periodic loop is beside a hog, and how many bits one
 * process can tell another by when it computes, under each policy.
 *
 *     TIME <policy> <id> <value>
 *
 * There is one processor, so who runs and who does not is the policy's decision alone.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"
#include "listen.h"
#include "policy.h"
#include "shares.h"

enum {
    NS_PER_S = 1000000000,
    START_US = 20000, /* until both are what they are to be */
    GAP_TICKS = 8, /* no look at the clock takes so long, an interruption does */
    KEY = 20261201
};

struct shared {
    struct covert_record record;
    uint64_t worst; /* lateness, in ticks */
    uint64_t sum;
};

static struct shared *shared;
static uint64_t start_ticks;
static struct timespec start_time;

static uint64_t ticks_of(uint64_t us)
{
    return us * 1000 / INSTRUCTIONS_PER_TICK;
}

/* Sleeps until the counter is at `ticks`. */
static void sleep_until(uint64_t ticks)
{
    uint64_t ns = (uint64_t)start_time.tv_nsec + (ticks - start_ticks) * INSTRUCTIONS_PER_TICK;
    struct timespec until = {start_time.tv_sec + (time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S)};

    (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static void compare_clocks(void)
{
    must(clock_gettime(CLOCK_MONOTONIC, &start_time) == 0, "clock_gettime");
    start_ticks = guest_ticks();
}

static uint64_t after(uint64_t ticks, uint64_t step)
{
    return ticks - ticks % step + step;
}

/* ---- A loop beside a hog ---- */

/* Begins a little before the loop. */
static void hog(enum policy policy, enum role role, uint64_t start)
{
    policy_take(policy, role, HOG_SHARE_US, HOG_PERIOD_US);
    sleep_until(start - ticks_of(LOOP_PERIOD_US / 2));
    while (guest_ticks() < start + ticks_of(HOG_LIFE_US)) {
    }
}

static void loop(enum policy policy, uint64_t due)
{
    uint64_t period = ticks_of(LOOP_PERIOD_US);

    policy_take(policy, ROLE_LOOP, 0, LOOP_PERIOD_US);
    for (unsigned i = 0; i < LOOP_PERIODS; i++) {
        sleep_until(due);
        uint64_t late = guest_ticks() - due;

        shared->sum += late;
        shared->worst = late > shared->worst ? late : shared->worst;
        due += period;
    }
}

static pid_t begin(void)
{
    pid_t child = fork();

    must(child >= 0, "fork");
    return child;
}

/* Not by a status of its own: a process that the kernel refuses something has said so. */
static void wait_for(pid_t child)
{
    int status;

    must(waitpid(child, &status, 0) == child, "waitpid");
    if (status != 0) {
        exit(1);
    }
}

static void end(pid_t child)
{
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
}

/* Late by half of the hog's life: it began when that was over. */
static void report_loop(const char *name, const char *id)
{
    if (shared->worst > ticks_of(HOG_LIFE_US) / 2) {
        printf("INSTEAD %s:%s endless the loop fell further behind until the hog ended by itself\n",
               name, id);
        return;
    }
    printf("TIME %s %s %llu\n", name, id,
           (unsigned long long)(shared->worst * INSTRUCTIONS_PER_TICK));
    printf("SHOW %s %s on average %llu, of %u periods\n", name, id,
           (unsigned long long)(shared->sum * INSTRUCTIONS_PER_TICK / LOOP_PERIODS),
           (unsigned)LOOP_PERIODS);
}

static void measure_loop(enum policy policy, enum role of_hog, const char *id)
{
    uint64_t start = guest_ticks() + ticks_of(START_US);
    pid_t worker, other;

    shared->worst = 0;
    shared->sum = 0;
    worker = begin();
    if (worker == 0) {
        loop(policy, start);
        _exit(0);
    }
    other = begin();
    if (other == 0) {
        hog(policy, of_hog, start);
        _exit(0);
    }
    wait_for(worker);
    end(other);
    report_loop(policy_names[policy], id);
}

/* ---- A covert channel ---- */

static void sender(enum policy policy, uint64_t start)
{
    uint64_t symbol = ticks_of(SYMBOL_US);

    policy_take(policy, ROLE_IMPORTANT, SENDER_SHARE_US, SYMBOL_US);
    sleep_until(start);
    for (unsigned i = 0; i < COVERT_SENT; i++) {
        uint64_t until;

        sleep_until(after(guest_ticks(), symbol));
        until = guest_ticks() + ticks_of(WORK_US);
        while (covert_bit(KEY, i) && guest_ticks() < until) {
        }
    }
}

/* Begins a little before the sender. */
static void receiver(enum policy policy, uint64_t start)
{
    struct listener listener = {guest_ticks, ticks_of(SYMBOL_US), GAP_TICKS};

    if (policy == POLICY_FIFO) {
        policy_take(policy, ROLE_LOOP, 0, SYMBOL_US);
    }
    sleep_until(start - 4 * listener.symbol);
    listen_fixed(&listener, &shared->record);
}

static void report_channel(enum policy policy)
{
    struct covert_rule rule = covert_learn(&shared->record);
    struct covert_score score;

    covert_judge(&score, &shared->record, &rule, KEY);
    printf("TIME %s channel_bits_per_second %u\n", policy_names[policy],
           score.none ? 0 : score.capacity / SYMBOL_US);
    printf("SHOW %s channel_bits_per_second %u of %u bits wrong; ticks for a 0 %u to %u, for a 1 "
           "%u to %u (reading %u, lag %u)\n",
           policy_names[policy], score.errors, (unsigned)COVERT_MESSAGE, score.lowest[0],
           score.highest[0], score.lowest[1], score.highest[1], rule.reading, rule.lag);
}

static void measure_channel(enum policy policy)
{
    uint64_t start = guest_ticks() + ticks_of(START_US);
    pid_t low, high;

    low = begin();
    if (low == 0) {
        receiver(policy, start);
        _exit(0);
    }
    high = begin();
    if (high == 0) {
        sender(policy, start);
        _exit(0);
    }
    wait_for(low);
    end(high);
    report_channel(policy);
}

int main(void)
{
    shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                  0);
    must(shared != MAP_FAILED, "mmap");
    setvbuf(stdout, NULL, _IONBF, 0);
    compare_clocks();
    for (enum policy policy = POLICY_OTHER; policy < POLICIES; policy++) {
        measure_loop(policy, ROLE_ORDINARY, "late_beside_ordinary");
        measure_loop(policy, ROLE_IMPORTANT, "late_below_important");
        measure_channel(policy);
    }
    return 0;
}
