/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7: how much somebody ran in any window of time, not on average. */
#pragma once

#include "../ran.h"

/*
 * The most that `count` intervals, in order and apart, cover of any window that is `length` ticks
 * long, in ticks.  What a window covers changes evenly between the moments at which an interval
 * begins or ends at one of its edges; so the most is found among the windows that begin with an
 * interval and those that end with one, and these are tried: two for each interval.
 */
seL4_Word most_in_any_window(const volatile struct interval *intervals, seL4_Word count,
                             seL4_Word length);

/* What they cover in all, in ticks. */
seL4_Word covered_in_all(const volatile struct interval *intervals, seL4_Word count);
