/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deadlines are few, so each question looks at all of them.
 */
#include "deadlines.h"

static uint64_t bit(unsigned who)
{
    return (uint64_t)1 << who;
}

void deadlines_set(struct deadlines *deadlines, unsigned who, uint64_t at)
{
    deadlines->at[who] = at;
    deadlines->set |= bit(who);
}

void deadlines_clear(struct deadlines *deadlines, unsigned who)
{
    deadlines->set &= ~bit(who);
}

bool deadlines_take_due(struct deadlines *deadlines, uint64_t now, unsigned *who)
{
    for (unsigned i = 0; i < DEADLINES; i++) {
        if ((deadlines->set & bit(i)) != 0 && deadlines->at[i] <= now) {
            deadlines_clear(deadlines, i);
            *who = i;
            return true;
        }
    }
    return false;
}

bool deadlines_next(const struct deadlines *deadlines, uint64_t *at)
{
    *at = UINT64_MAX;
    for (unsigned i = 0; i < DEADLINES; i++) {
        if ((deadlines->set & bit(i)) != 0 && deadlines->at[i] < *at) {
            *at = deadlines->at[i];
        }
    }
    return deadlines->set != 0;
}
