/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notifications to another process and back: eventfd, futex and signal, with a
 * partner of higher, equal and lower priority.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* One end's view of the two ways; `out` and `in` of the other end are the reverse. */
struct end {
    int event_out, event_in;
    volatile uint32_t *out, *in; /* futex words: how many notifications were sent */
    pid_t other;
};

static struct end ours, partners;

static bool event_send(struct end *end, unsigned i)
{
    uint64_t value = (uint64_t)i + 1;

    return write(end->event_out, &value, sizeof(value)) == sizeof(value);
}

static bool event_wait(struct end *end, unsigned i)
{
    uint64_t value;

    return read(end->event_in, &value, sizeof(value)) == sizeof(value) &&
           value == (uint64_t)i + 1;
}

static bool futex_send(struct end *end, unsigned i)
{
    *end->out = i + 1;
    return syscall(SYS_futex, end->out, FUTEX_WAKE, 1, NULL, NULL, 0) >= 0;
}

static bool futex_wait(struct end *end, unsigned i)
{
    while (*end->in == i) {
        (void)syscall(SYS_futex, end->in, FUTEX_WAIT, i, NULL, NULL, 0);
    }
    return *end->in == i + 1;
}

static bool signal_send(struct end *end, unsigned i)
{
    (void)i;
    return kill(end->other, SIGUSR1) == 0;
}

static bool signal_wait(struct end *end, unsigned i)
{
    siginfo_t info;
    sigset_t wanted;

    (void)i;
    (void)sigemptyset(&wanted);
    (void)sigaddset(&wanted, SIGUSR1);
    return sigwaitinfo(&wanted, &info) == SIGUSR1 && info.si_pid == end->other;
}

/* One round trip of each kind, and the partner's part of it. */
#define KIND(name)                                                                                 \
    static bool name##_ping(void *state, unsigned i)                                               \
    {                                                                                              \
        return name##_send(state, i) && name##_wait(state, i);                                     \
    }                                                                                              \
    static bool name##_answer(void *state)                                                         \
    {                                                                                              \
        for (unsigned i = 0; i < WARM_UP + ITERATIONS; i++) {                                      \
            if (!name##_wait(state, i) || !name##_send(state, i)) {                                \
                return false;                                                                      \
            }                                                                                      \
        }                                                                                          \
        return true;                                                                               \
    }                                                                                              \
    static uint64_t name##_repeat(void)                                                            \
    {                                                                                              \
        return bench_repeat(name##_ping, &ours);                                                   \
    }

KIND(event)
KIND(futex)
KIND(signal)

struct kind {
    const char *name;
    bool (*answer)(void *state);
    uint64_t (*repeat)(void);
};

static const struct partner_priority {
    const char *name;
    int priority;
} priorities[] = {
    {"higher", PRIORITY_HIGHER},
    {"equal", PRIORITY},
    {"lower", PRIORITY_LOWER},
};

enum { PRIORITIES = sizeof(priorities) / sizeof(priorities[0]) };

static void measure(const struct kind *kind, const struct partner_priority *priority)
{
    volatile uint32_t *words = bench_shared(2 * sizeof(*words));
    char row[40];
    uint64_t ticks;

    (void)snprintf(row, sizeof(row), "linux_%s_%s", kind->name, priority->name);
    bench_begin(row);
    ours = (struct end){
        .event_out = bench_must(eventfd(0, 0), "eventfd"),
        .event_in = bench_must(eventfd(0, 0), "eventfd"),
        .out = &words[0],
        .in = &words[1],
    };
    partners = (struct end){
        .event_out = ours.event_in,
        .event_in = ours.event_out,
        .out = ours.in,
        .in = ours.out,
        .other = getpid(),
    };
    ours.other = partner_start(priority->priority, kind->answer, &partners);
    ticks = kind->repeat();
    partner_end(ours.other);
    bench_print(ticks, ITERATIONS);
    (void)close(ours.event_out);
    (void)close(ours.event_in);
    (void)munmap((void *)(uintptr_t)words, 2 * sizeof(*words));
}

static void measure_all(const struct kind *kind)
{
    for (int i = 0; i < PRIORITIES; i++) {
        measure(kind, &priorities[i]);
    }
}

void bench_eventfd(void)
{
    measure_all(&(struct kind){"eventfd", event_answer, event_repeat});
}

void bench_futex(void)
{
    measure_all(&(struct kind){"futex", futex_answer, futex_repeat});
}

void bench_signal(void)
{
    sigset_t waited_for;

    (void)sigemptyset(&waited_for);
    (void)sigaddset(&waited_for, SIGUSR1);
    (void)bench_must(sigprocmask(SIG_BLOCK, &waited_for, NULL), "sigprocmask");
    measure_all(&(struct kind){"signal", signal_answer, signal_repeat});
}
