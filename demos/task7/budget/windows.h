/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7: how much somebody ran in any window of time, not on average. */
#pragma once

#include "../ran.h"

/*
 * The most that `count` intervals, in order and apart, cover of any window that is `length` ticks
 * long, in ticks.  A window moved to where an interval ends with it covers no less: to the right as
 * long as its end is in an interval, to the left as long as it is in none.  So these are tried.
 */
seL4_Word most_in_any_window(const volatile struct interval *intervals, seL4_Word count,
                             seL4_Word length);

/* What they cover in all, in ticks. */
seL4_Word covered_in_all(const volatile struct interval *intervals, seL4_Word count);
