/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a supervisor and the children that it starts again share: a page, which
 * programs find as descriptor LIFE_FD, and how children end.
 */
#pragma once

#include "guest.h"

struct life {
    volatile uint64_t began;   /* the time at its first instruction */
    volatile uint64_t crashed; /* the time at its last but a few: the next one faults */
};

enum { LIFE_FD = 10 };

/* The exit status of a child that was to end by itself. */
enum { PROPER_END = 42 };

/* A program's argument: what it is to do.  They differ in their first character. */
#define LIFE_CRASH "crash"
#define LIFE_END "end"

/* A store to address 0. */
static inline void life_crash(struct life *life)
{
    uint64_t null = 0;

    life->crashed = guest_ticks();
    __asm__ volatile("str xzr, [%0]" : : "r"(null) : "memory");
}
