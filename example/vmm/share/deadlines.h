/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One timer for several: when each wants to be told, and who is due.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Who asks is a number below this: a channel's. */
enum { DEADLINES = 64 };

/* Zeroed: nobody waits. */
struct deadlines {
    uint64_t at[DEADLINES]; /* values of a counter that only grows */
    uint64_t set;           /* a bit for each that counts */
};

/* In place of what `who` asked for before. */
void deadlines_set(struct deadlines *deadlines, unsigned who, uint64_t at);
void deadlines_clear(struct deadlines *deadlines, unsigned who);

/* One whose deadline is `now` or was before; it is cleared.  False if there is none. */
bool deadlines_take_due(struct deadlines *deadlines, uint64_t now, unsigned *who);

/* The earliest.  False if nobody waits. */
bool deadlines_next(const struct deadlines *deadlines, uint64_t *at);
