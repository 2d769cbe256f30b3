/* SPDX-License-Identifier: BSD-2-Clause */
/* What the components of task 4 agree on. */
#pragma once

#include <microkit.h>

/* As in system_fault.xml. */
enum { TASK4_STACK_BYTES = 0x2000, TASK4_BUDGET_US = 2000, TASK4_PERIOD_US = 20000 };

/* The ways to crash; crashes.S has one routine for each. */
enum task4_kind {
    KIND_NULL_READ,
    KIND_CODE_WRITE,
    KIND_COPY_WRITE,
    KIND_DATA_RUN,
    KIND_UNDEFINED,
    KIND_PRIVILEGED,
    KIND_BREAKPOINT,
    KIND_ODD_SP,
    KIND_ODD_PC,
    KIND_STACK,
    KIND_SYSCALL,
    KIND_CAP_CALL,
    KIND_CAP_RECEIVE,
    KIND_TIMER,
    KIND_LOOP,
    TASK4_KINDS
};

/* How life `number` ends: each way once; then round and round, without the slow loop. */
static inline enum task4_kind task4_kind(seL4_Word number)
{
    return (enum task4_kind)(number < TASK4_KINDS ? number : (number - TASK4_KINDS) % KIND_LOOP);
}

/* Channels at the handler's end: the client's, which has the same id there, and the server's. */
enum { TASK4_CHANNEL_CLIENT = 3, TASK4_CHANNEL_BEAT = 2 };

/* The client asks for a beat with one request in so many. */
enum { TASK4_BEAT_EVERY = 8 };

/* The endless loop is watched for so many of its periods at a time. */
enum { TASK4_PERIODS = 10 };

/* Page "orders": the handler writes, the client reads. */
struct task4_orders {
    seL4_Word finish; /* 1: no more requests */
    seL4_Word watch;  /* 1: the endless loop was let loose */
};

/* Page "tally": the client writes, the handler reads. */
struct task4_tally {
    seL4_Word asked;    /* requests */
    seL4_Word answered; /* with an answer, right or wrong */
    seL4_Word wrong;    /* answers with a wrong number, word or checksum */
    seL4_Word lost;     /* asked but not in the server's own count, at the end */
    seL4_Word registers_changed; /* of the client's, while it waited */
    seL4_Word sum_same; /* 1: the server's running checksum is the client's, at the end */
    seL4_Word secret_same; /* 1: the server proves the same secret as at the beginning */
    seL4_Word loop_turns; /* of the endless loop, while it was watched */
    seL4_Word loop_speed; /* its highest: turns per tick, times 2^TASK4_SPEED_SHIFT */
};

enum { TASK4_SPEED_SHIFT = 16 };

/* The processor's physical counter (Arm ARM, CNTPCT_EL0), and its ticks per second. */
static inline seL4_Word task4_counter(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

static inline seL4_Word task4_ticks(seL4_Word us)
{
    seL4_Word hz;

    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(hz));
    return us * (hz / 1000) / 1000;
}
