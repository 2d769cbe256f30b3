/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the measurement of a crash has in common on Linux and on Bulkhead: the
 * ways to crash, in the order of demos/task4/task4.h (all but the one that is about
 * the right to a timer), how often each is tried, and what the component that crashes
 * is asked for.
 */
#pragma once

#include <stdint.h>

enum crash_kind {
    CRASH_NULL_READ,
    CRASH_CODE_WRITE,
    CRASH_COPY_WRITE,
    CRASH_DATA_RUN,
    CRASH_UNDEFINED,
    CRASH_PRIVILEGED,
    CRASH_BREAKPOINT,
    CRASH_ODD_SP,
    CRASH_ODD_PC,
    CRASH_STACK,
    CRASH_SYSCALL,
    CRASH_CAP_CALL,
    CRASH_CAP_RECEIVE,
    CRASH_LOOP,
    CRASH_KINDS
};

/* As the console names them. */
#define CRASH_NAMES \
    { \
        "null_read", "code_write", "copy_write", "data_run", "undefined", "privileged", \
            "breakpoint", "odd_sp", "odd_pc", "stack", "syscall", "cap_call", "cap_receive", \
            "loop" \
    }

enum {
    CRASH_REPEATS = 50,      /* of each kind; the mean is printed */
    CRASH_LOOP_REPEATS = 2, /* of the endless loop: it takes a watchdog's period each time */
    CRASH_WATCHDOG_US = 20000
};

/* The memory that the supervisor and its worker share. */
struct crash_page {
    uint64_t crashed_at; /* ticks, immediately before the crash */
    uint64_t order;      /* a crash_kind, or CRASH_SERVE */
    uint64_t question;
    uint64_t answer; /* crash_answer() of the question */
    uint64_t error;  /* errno of a system call that failed and did no harm */
};

enum { CRASH_SERVE = CRASH_KINDS };

static inline uint64_t crash_answer(uint64_t question)
{
    return 3 * question + 1;
}
