/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls that nobody else takes part in, page faults, and switches between processes. */
#define _GNU_SOURCE
#include "bench.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE = 4096 };

static bool get_pid(void *state, unsigned i)
{
    (void)i;
    return getpid() == *(pid_t *)state;
}

static bool yield(void *state, unsigned i)
{
    (void)state;
    (void)i;
    return sched_yield() == 0;
}

/* Nobody reads; the counter has room for 2^64 - 2. */
static bool eventfd_add(void *state, unsigned i)
{
    uint64_t one = 1;

    (void)i;
    return write(*(int *)state, &one, sizeof(one)) == sizeof(one);
}

/* Nobody waits. */
static bool futex_wake(void *state, unsigned i)
{
    (void)i;
    return syscall(SYS_futex, state, FUTEX_WAKE, 1, NULL, NULL, 0) == 0;
}

/* The first write to a page: the kernel finds one, fills it with zeros and maps it. */
static bool touch_page(void *state, unsigned i)
{
    volatile uint64_t *page = (volatile uint64_t *)((char *)state + (size_t)i * PAGE);

    *page = i;
    return page[1] == 0;
}

static void measure_page_fault(void)
{
    enum { SIZE = (WARM_UP + ITERATIONS) * PAGE };
    void *pages;

    bench_begin("linux_page_fault");
    pages = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)bench_must(pages == MAP_FAILED ? -1 : 0, "mmap");
    /* One page at a time, as the memory of a process is when it is touched here and there. */
    (void)bench_must(madvise(pages, SIZE, MADV_NOHUGEPAGE), "madvise");
    bench_print(bench_repeat(touch_page, pages), ITERATIONS);
    (void)munmap(pages, SIZE);
}

void bench_single(void)
{
    pid_t self = getpid();
    int event = bench_must(eventfd(0, 0), "eventfd");
    uint32_t word = 0;

    bench_begin("linux_getpid");
    bench_print(bench_repeat(get_pid, &self), ITERATIONS);
    bench_begin("linux_yield");
    bench_print(bench_repeat(yield, NULL), ITERATIONS);
    bench_begin("linux_eventfd_nobody");
    bench_print(bench_repeat(eventfd_add, &event), ITERATIONS);
    bench_begin("linux_futex_nobody");
    bench_print(bench_repeat(futex_wake, &word), ITERATIONS);
    measure_page_fault();
    (void)close(event);
}

/* ---- Two processes of one priority that take turns ---- */

struct turns {
    volatile unsigned ours;
    volatile unsigned partners;
};

/* Between two of our turns the partner had one. */
static bool take_turn(void *state, unsigned i)
{
    struct turns *turns = state;

    turns->ours = i + 1;
    return sched_yield() == 0 && turns->partners == i + 1;
}

static bool take_turns(void *state)
{
    struct turns *turns = state;

    for (unsigned i = 0; i < WARM_UP + ITERATIONS; i++) {
        turns->partners = turns->ours;
        (void)sched_yield();
    }
    return true;
}

void bench_switch(void)
{
    struct turns *turns = bench_shared(sizeof(*turns));
    pid_t partner;
    uint64_t ticks;

    bench_begin("linux_context_switch");
    partner = partner_start(PRIORITY, take_turns, turns);
    ticks = bench_repeat(take_turn, turns);
    partner_end(partner);
    bench_print(ticks, 2 * ITERATIONS);
    (void)munmap(turns, sizeof(*turns));
}
