/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes that begin and end: fork, exec, and what a supervisor does about a
 * crash, from the faulting instruction to the return of its waitpid(), and to
 * the first instruction of the child's next life.
 *
 * The next life is, from the cheapest to the usual: a fork of the supervisor,
 * which has everything in memory; the smallest program (child/), executed anew;
 * a program with a C library, executed anew.
 *
 * Fewer repetitions, in batches with pauses: what an ended process leaves to the
 * kernel would otherwise wait behind SCHED_FIFO and pile up.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "life.h"

enum { BATCHES = 5, BATCH = 20, LIVES = BATCHES * BATCH };

static struct life *life;

/* How a child comes to life; `program` NULL: it goes on in the supervisor's. */
struct birth {
    pid_t (*fork)(void);
    const char *program;
};

static const struct birth forked = {fork, NULL};
static const struct birth executed = {fork, "/bin/bench_child"};
static const struct birth executed_by_vfork = {vfork, "/bin/bench_child"};
static const struct birth executed_with_libc = {vfork, "/bin/bench"};

int bench_child(uint64_t began, const char *what)
{
    if (strcmp(what, LIFE_CRASH) == 0) {
        life = mmap(NULL, sizeof(*life), PROT_READ | PROT_WRITE, MAP_SHARED, LIFE_FD, 0);
        (void)bench_must(life == MAP_FAILED ? -1 : 0, "mmap");
        life->began = began;
        life_crash(life);
    }
    _exit(PROPER_END);
}

/* In the child; behind vfork() it may only execute or end. */
static void begin(const char *program, bool crash)
{
    if (program != NULL) {
        (void)execl(program, program, crash ? LIFE_CRASH : LIFE_END, (char *)NULL);
        _exit(1);
    }
    if (crash) {
        life->began = guest_ticks();
        life_crash(life);
    }
    _exit(PROPER_END);
}

/* One life, from fork to waitpid; false if it did not end as it was to. */
static bool live(const struct birth *birth, bool crash)
{
    int expected = crash ? SIGSEGV : PROPER_END << 8;
    int status = -1;
    pid_t child = birth->fork();

    if (child == 0) {
        begin(birth->program, crash);
    }
    if (child < 0 || waitpid(child, &status, 0) != child) {
        bench_fail("fork: %m");
    } else if (status != expected) {
        bench_fail("a child ended with status %#x, expected %#x", (unsigned)status,
                   (unsigned)expected);
    }
    return !bench_failed();
}

static void measure_end(const char *row, const struct birth *birth)
{
    uint64_t ticks = 0;

    for (int batch = 0; batch < BATCHES; batch++) {
        uint64_t start = 0;

        bench_begin(row);
        for (int i = 0; i < 1 + BATCH; i++) {
            if (i == 1) {
                bench_tell_begin();
                start = guest_ticks();
            }
            bench_repetition();
            if (!live(birth, false)) {
                return;
            }
        }
        ticks += guest_ticks() - start;
        bench_tell_end();
    }
    bench_print(ticks, LIVES);
}

static void measure_crash(const char *notice, const char *respawn, const struct birth *birth)
{
    uint64_t noticed = 0;
    uint64_t respawned = 0;

    for (int batch = 0; batch < BATCHES; batch++) {
        uint64_t last = 0;

        bench_begin(respawn);
        for (int i = 0; i < 1 + BATCH; i++) {
            if (i == 1) {
                bench_tell_begin();
            }
            bench_repetition();
            life->began = life->crashed = 0;
            if (!live(birth, true)) {
                return;
            }
            if (life->began == 0 || life->crashed < life->began) {
                bench_fail("a child left no note of its life");
                return;
            }
            noticed += i > 0 ? guest_ticks() - life->crashed : 0;
            respawned += i > 0 ? life->began - last : 0;
            last = life->crashed;
        }
        bench_tell_end();
    }
    /* A whole life is a repetition of this row. */
    bench_print(respawned, LIVES);
    bench_print_instructions(notice, noticed * INSTRUCTIONS_PER_TICK, LIVES);
}

void bench_process(void)
{
    int file = bench_must(memfd_create("life", 0), "memfd_create");

    (void)bench_must(dup2(file, LIFE_FD), "dup2");
    (void)close(file);
    (void)bench_must(ftruncate(LIFE_FD, sizeof(*life)), "ftruncate");
    life = mmap(NULL, sizeof(*life), PROT_READ | PROT_WRITE, MAP_SHARED, LIFE_FD, 0);
    (void)bench_must(life == MAP_FAILED ? -1 : 0, "mmap");
    measure_end("linux_fork", &forked);
    measure_end("linux_fork_exec", &executed);
    measure_end("linux_vfork_exec", &executed_by_vfork);
    measure_end("linux_vfork_exec_libc", &executed_with_libc);
    measure_crash("linux_notice_fork", "linux_restart_fork", &forked);
    measure_crash("linux_notice_exec", "linux_restart_exec", &executed_by_vfork);
    measure_crash("linux_notice_exec_libc", "linux_restart_exec_libc", &executed_with_libc);
    (void)munmap(life, sizeof(*life));
    (void)close(LIFE_FD);
}
