/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system calls that are tried, and what counts as one that is there: the
 * attack and the prober of Task 3 (compare/ambient) go by this, so that both come
 * to the same number.
 */
#pragma once

#include <asm/errno.h>
#include <stdbool.h>

#include "sys.h"

enum {
    SYSTEM_CALLS = 356,            /* numbers that are tried: all that arm64 has or might have */
    SYSTEM_CALLS_BEFORE_GAP = 295, /* numbers 295 to 402 are not for arm64 (asm-generic/unistd.h) */
    SYSTEM_CALLS_GAP = 108
};

static inline unsigned long system_call_number(unsigned long i)
{
    return i < SYSTEM_CALLS_BEFORE_GAP ? i : i + SYSTEM_CALLS_GAP;
}

/* Whether it answers all arguments being `x` otherwise than by "no such call". */
static inline bool system_call_answers(unsigned long number, unsigned long x)
{
    return sys((long)number, x, x, x, x, x, x) != -ENOSYS;
}

/*
 * With arguments that are nonsense, so that what is there refuses them in a way
 * of its own.  Some that are there say "no such call", too, of arguments that they
 * do not like (futex of the first, quotactl_fd of the second).
 */
static inline bool system_call_is_there(unsigned long number)
{
    return system_call_answers(number, ~0ul) || system_call_answers(number, 0);
}
