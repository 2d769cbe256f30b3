/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the rows of the Linux benchmark share: how a row is begun, repeated and
 * printed, and the partner that is the other end of a round trip.
 *
 * All processes of a row run on one processor under SCHED_FIFO, so nothing but
 * the measured operation and the kernel's own timer tick (250 a second, 0.1% of
 * a figure) is executed.  Under QEMU's `-icount` the clock counts instructions.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "guest.h"

/* How often a cheap operation is repeated, and how often it is done before that. */
enum { ITERATIONS = 10000, WARM_UP = 100 };

/*
 * SCHED_FIFO priorities, PRIORITY that of the process that measures; and that of
 * an ordinary process (SCHED_OTHER).
 */
enum { PRIORITY_ORDINARY = 0, PRIORITY_LOWER = 40, PRIORITY = 50, PRIORITY_HIGHER = 60 };

/*
 * What plugins of QEMU's are told, besides guest_tell_row() (bench/trace/hints.h):
 * begin and end of what is measured; where a repetition of it begins, which is no
 * instruction but in the program that marks them (bench/trace/marked.h).
 */
static inline void bench_tell_begin(void)
{
    __asm__ volatile("hint #112" : : : "memory");
}

static inline void bench_tell_end(void)
{
    __asm__ volatile("hint #113" : : : "memory");
}

static inline void bench_repetition(void)
{
    __asm__ volatile(".ifdef BENCH_MARKS\n\thint #114\n\t.endif");
}

/*
 * Begins `row`: waits until what earlier ones left to the kernel is done, and
 * until SCHED_FIFO's allowance of 0.95 s in each second is whole again.
 */
void bench_begin(const char *row);

/* Prints a line (a format and arguments, as printf's), which counts for the checksum at the end. */
void bench_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The last line: `BENCH DONE` and that checksum. */
void bench_done(void);

/* Says that the row cannot be measured, and why (a format and arguments, as printf's). */
void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* True if the row that was begun last has failed; if any has. */
bool bench_failed(void);
bool bench_any_failed(void);

/* Prints instructions per operation, the mean of `operations`, unless the row has failed. */
void bench_print(uint64_t ticks, unsigned operations);

/* The same of a sum that is in instructions already, for another row that was measured with it. */
void bench_print_instructions(const char *row, uint64_t instructions, unsigned operations);

/* Ends the program with a message if `result` is negative: `what` failed, errno says why. */
int bench_must(int result, const char *what);

/* Puts this process on the first processor, under SCHED_FIFO or, with ORDINARY, SCHED_OTHER. */
void bench_schedule(int priority);

/* `size` bytes of zeros that children share. */
void *bench_shared(size_t size);

/*
 * A child of `priority` that runs run(state) and ends; run's result
 * must be true.  Does not return in the child.
 */
pid_t partner_start(int priority, bool (*run)(void *state), void *state);

/* Waits for the partner's end; the row fails if the partner did (it is killed if the row has). */
void partner_end(pid_t partner);

/*
 * Ticks for ITERATIONS of operation(state, i), which is false if a result is
 * wrong.  Inlined, and the operation with it, so that the loop adds little.
 */
static inline __attribute__((always_inline)) uint64_t
bench_repeat(bool (*operation)(void *state, unsigned i), void *state)
{
    uint64_t begin = 0;
    uint64_t end;

    for (unsigned i = 0; i < WARM_UP + ITERATIONS; i++) {
        if (i == WARM_UP) {
            bench_tell_begin();
            begin = guest_ticks();
        }
        bench_repetition();
        if (!operation(state, i)) {
            bench_fail("operation %u gave a wrong result: %m", i);
            return 0;
        }
    }
    end = guest_ticks();
    bench_tell_end();
    return end - begin;
}

/* The groups of rows (main.c has their names). */
void bench_single(void);
void bench_switch(void);
void bench_pipe(void);
void bench_unix_stream(void);
void bench_unix_seqpacket(void);
void bench_mqueue(void);
void bench_eventfd(void);
void bench_futex(void);
void bench_signal(void);
void bench_ring(void);
void bench_timer(void);
void bench_fault(void);
void bench_userfault(void);
void bench_process(void);

/* What this program does as a child of bench_process(); `what` is one of life.h's arguments. */
int bench_child(uint64_t began, const char *what);
