/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rows that the runner measures.  A row either is measured at once, in
 * begin(), or goes on when notifications arrive.
 */
#pragma once

#include "bench.h"

/* Channels of the runner. */
enum {
    CHANNEL_PASSIVE = 1,
    CHANNEL_ACTIVE,
    CHANNEL_HIGHER,
    CHANNEL_HIGHER_DEFERRED,
    CHANNEL_EQUAL,
    CHANNEL_EQUAL_DEFERRED,
    CHANNEL_LOWER,
    CHANNEL_LOWER_DEFERRED,
    CHANNEL_TURNS,
    CHANNEL_IGNORED,
    CHANNEL_RING,
    CHANNEL_TIMER_IDLE,
    CHANNEL_TIMER_BUSY,
    CHANNEL_FAULT_REPLY,
    CHANNEL_FAULT_RESTART,
    CHANNEL_FAULT_ENTRY,
    CHANNEL_START,
};

struct row {
    const char *name;
    /* Starts measuring.  True: it is measured and printed; false: notifications will follow. */
    seL4_Bool (*begin)(const struct row *row);
    /* A notification on `channel` arrived.  Result as of begin(). */
    seL4_Bool (*go_on)(const struct row *row);
    microkit_channel channel;
};

/* Where the page "results" and the ring are mapped; set by the tool. */
extern seL4_Word results_vaddr;
extern seL4_Word ring_vaddr;

/* Protected calls (calls.c). */
seL4_Bool call_passive_0(const struct row *row);
seL4_Bool call_passive_4(const struct row *row);
seL4_Bool call_passive_8(const struct row *row);
seL4_Bool call_passive_64(const struct row *row);
seL4_Bool call_active_0(const struct row *row);
seL4_Bool call_active_4(const struct row *row);
seL4_Bool call_active_8(const struct row *row);
seL4_Bool call_active_64(const struct row *row);

/* Single system calls (syscalls.c). */
seL4_Bool null_syscall(const struct row *row);
seL4_Bool yield_alone(const struct row *row);
seL4_Bool take_turns(const struct row *row);
seL4_Bool notify_nobody(const struct row *row);

/* Messages through shared memory (ring.c). */
seL4_Bool ring_begin(const struct row *row);
seL4_Bool ring_go_on(const struct row *row);

/* What another component measures: it is asked to, and its result printed (runner.c). */
seL4_Bool ask(const struct row *row);
seL4_Bool ask_and_stay_busy(const struct row *row);
seL4_Bool print_answer(const struct row *row);
seL4_Bool print_late(const struct row *row); /* which is a time on all boards */
