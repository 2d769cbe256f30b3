/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of scheduling.  They have no clock: what they know of time is what
 * the kernel says a scheduling context has consumed, and in which order threads
 * ran.
 */
#pragma once

#include "make.h"

/* ABI.md 10.3, in microseconds. */
#define MIN_BUDGET_US 20ull
#define MAX_PERIOD_US 36893488147419ull

/* By how much, in microseconds, a time may be off: some system calls' worth, and the supervisor's
   ticker. */
enum { SLACK_US = 50 };

#define CHECK_ABOUT(found_us_, expected_us_) check_about(HERE, #found_us_, found_us_, expected_us_)
void check_about(const char *where, const char *what, seL4_Word found, seL4_Word expected);

/* What `sched_context` consumed since this was last asked, in microseconds. */
seL4_Word consumed(seL4_CPtr sched_context);

/* The running thread uses `us` of its time, and a little more; returns how much.  Its consumption
   counts from 0 afterwards. */
seL4_Word use_time(seL4_Word us);

/* actor_new() with this budget. */
struct thread *actor_timed(thread_function *function, seL4_Word priority, seL4_Word budget_us,
                           seL4_Word period_us, seL4_Word extra_refills, seL4_Word flags);

/* From now on the running thread has this budget in each period, at once; sys_yield() then waits
   for the next period. */
void pace(seL4_Word budget_us, seL4_Word period_us);

/* The running thread's own priority. */
void set_own_priority(seL4_Word priority);

/* ---- Order: who was here, in turn ---- */

/* Every test that uses note() begins with this. */
void notes_clear(void);
void note(struct thread *who);

/* Exactly these threads, in this order. */
#define EXPECT_NOTES(...)                                                                          \
    expect_notes(HERE, (struct thread *const[]){__VA_ARGS__},                                      \
                 sizeof((struct thread *const[]){__VA_ARGS__}) / sizeof(struct thread *))
void expect_notes(const char *where, struct thread *const *expected, seL4_Word count);

/* Functions for threads. */
void runs(struct thread *me);           /* notes itself */
void waits_and_runs(struct thread *me); /* waits on me->argument, then notes itself */
void spins(struct thread *me);          /* counts steps for ever */

/* actor_with() for actors that get to their wait on `notification` before this returns. */
struct thread *waiter(thread_function *function, seL4_Word priority, seL4_CPtr notification);

/* ---- Bursts: when a thread of higher priority runs, as one below it sees it ---- */

struct burst {
    seL4_Word gap; /* how long it did not run, us */
    seL4_Word ran; /* and then ran */
};

/* `hog`'s consumption, and the running thread's, count from 0. */
void watch(const struct thread *hog);

/* Waits until `hog`, which counts steps, has run; since watch() or the last burst. */
struct burst next_burst(const struct thread *hog);

/* The next burst is this, more or less. */
#define EXPECT_BURST(hog, gap_us, ran_us)                                                          \
    do {                                                                                           \
        struct burst burst_ = next_burst(hog);                                                     \
        check_about(HERE, "gap before " #hog " runs", burst_.gap, (gap_us));                       \
        check_about(HERE, "time that " #hog " runs", burst_.ran, (ran_us));                        \
    } while (0)
