/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the machine's code did, in the order in which it did it; and what the
 * processor tells it.
 */
#pragma once

#include <stdint.h>

#include "types.h"

enum op {
    OP_ISB,
    OP_DSB,
    OP_DSB_STORES,
    OP_PAN,
    OP_WFI,
    OP_TLBI,
    OP_TRANSLATE,
    OP_TTBR0,
    OP_TIMER_RIGHTS,
    OP_TIMER_CONTROL,
    OP_DEADLINE,
    OP_ENTRY,
    OP_LOAD,
    OP_STORE,
    OP_INSTALL,
    OP_USER_FP, /* and what follows: CPACR, MDSCR, PMUSERENR, AMUSERENR */
    OP_USER_DEBUG,
    OP_USER_MONITORS,
    OP_USER_ACTIVITY,
    OP_MONITORS
};

struct operation {
    enum op op;
    word_t address; /* entries, loads, stores */
    word_t value;
};

enum { OPERATIONS = 4096 };

extern struct operation operations[OPERATIONS];
extern unsigned operation_count;

extern struct processor {
    word_t timer_hz;
    word_t deadline;
    word_t now;
    word_t mmfr0;
    word_t mmfr1;
    word_t pfr0;
    word_t pending;
    word_t translation;
    word_t cycles;
    uint32_t device; /* any register of any device */
} processor;

void record(enum op op, word_t address, word_t value);

/* Nothing was done so far; the processor is all zeros. */
void record_reset(void);

/* Exactly these operations were done, in this order; only their kind is looked at. */
void assert_operations(const enum op *expected, unsigned count);
#define ASSERT_OPERATIONS(...)                                                         \
    assert_operations((const enum op[]){__VA_ARGS__},                                  \
                      sizeof((const enum op[]){__VA_ARGS__}) / sizeof(enum op))
