/* SPDX-License-Identifier: BSD-2-Clause */
/* Switches between few and many threads, signals that wake one, timer ticks. */
#include "console.h"
#include "rows.h"
#include "task.h"

/* Switches that are measured, whatever the number of threads. */
enum { SWITCHES = 4000 };

static seL4_CPtr done; /* a notification: somebody has measured */

/* What threads leave for each other. */
static volatile seL4_Word measured;
static volatile seL4_Word counted;

static void await(void)
{
    seL4_Wait(done, seL4_Null);
}

static _Noreturn void finish(void)
{
    seL4_Signal(done);
    for (;;) {
        seL4_Yield();
    }
}

/* ---- Switches ---- */

/* Not inlined: all threads execute the same instructions. */
static __attribute__((noinline)) void yield_often(seL4_Word turns)
{
    for (seL4_Word i = 0; i < turns; i++) {
        bench_repetition();
        seL4_Yield();
    }
}

static void yield_for_ever(seL4_Word unused)
{
    (void)unused;
    yield_often(~0ull);
}

/* The first of `n` threads that yield in turn: each of its turns is n switches. */
static void yield_and_measure(seL4_Word n)
{
    seL4_Word ticks;

    yield_often(2);
    ticks = bench_begin();
    yield_often(SWITCHES / n);
    measured = bench_end() - ticks;
    finish();
}

/* The ticks of SWITCHES switches with `n` threads that are ready, or running. */
static seL4_Word switch_ticks(unsigned n)
{
    for (unsigned i = 1; i < n; i++) {
        thread_start(i, yield_for_ever, 0, MAIN_PRIORITY - 1, LONG_US);
    }
    thread_start(0, yield_and_measure, n, MAIN_PRIORITY - 1, LONG_US);
    await();
    threads_stop(n);
    return measured;
}

/* A switch costs the same however many are ready, as far as the clock can tell. */
static void switches(void)
{
    seL4_Word few = switch_ticks(2);
    seL4_Word many;

    console_row("switch_2_ready", few, SWITCHES, few > 0);
    many = switch_ticks(THREADS);
    console_row("switch_200_ready", many, SWITCHES, bench_is_same(few, many));
}

/* ---- Signals ---- */

static void wait_once(seL4_Word notification)
{
    seL4_Wait(notification, seL4_Null);
    counted++;
    for (;;) {
        seL4_Yield();
    }
}

/* Each of THREADS threads of lower priority waits for a signal of its own. */
static void signals(void)
{
    seL4_CPtr notifications = make(seL4_NotificationObject, 0, THREADS);
    seL4_Word ticks;

    for (unsigned i = 0; i < THREADS; i++) {
        thread_start(i, wait_once, notifications + i, MAIN_PRIORITY + 1, LONG_US);
    }
    need(seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, MAIN_PRIORITY + 2),
         "set its priority");
    counted = 0;
    ticks = bench_begin();
    for (unsigned i = 0; i < THREADS; i++) {
        bench_repetition();
        seL4_Signal(notifications + i);
    }
    ticks = bench_end() - ticks;
    console_row("signal_wakes", ticks, THREADS, counted == 0);
    threads_stop(THREADS);
    need(seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, MAIN_PRIORITY),
         "set its priority");
}

/* ---- Ticks ---- */

enum { LOOKS = 2000000, SLICE_US = 100 };

/* Looks at the clock; what takes longer than usual is a timer interrupt. */
static void look_at_clock(seL4_Word looks)
{
    seL4_Word begin = bench_begin();
    seL4_Word last = begin;
    seL4_Word gaps = 0;

    for (seL4_Word i = 0; i < looks; i++) {
        seL4_Word now = bench_ticks();
        gaps += now - last > BENCH_GAP;
        last = now;
    }
    measured = bench_end() - begin;
    counted = gaps;
    finish();
}

static void tick(void)
{
    seL4_Word alone;
    seL4_Word undisturbed;

    thread_start(0, look_at_clock, LOOKS, MAIN_PRIORITY - 1, LONG_US);
    await();
    threads_stop(1);
    alone = measured;
    undisturbed = counted;
    thread_start(0, look_at_clock, LOOKS, MAIN_PRIORITY - 1, SLICE_US);
    await();
    threads_stop(1);
    console_row("timer_tick", measured - alone, counted, undisturbed == 0 && counted >= 100);
}

void measure_threads(void)
{
    done = make(seL4_NotificationObject, 0, 1);
    switches();
    signals();
    tick();
}
