/* SPDX-License-Identifier: BSD-2-Clause */
/* A walk over the intervals, with a sum over those that touch the window at hand. */
#include "windows.h"

static seL4_Word length_of(const volatile struct interval *i)
{
    return i->end - i->start;
}

seL4_Word most_in_any_window(const volatile struct interval *intervals, seL4_Word count,
                             seL4_Word length)
{
    seL4_Word most = 0;
    seL4_Word sum = 0;
    seL4_Word first = 0; /* that ends in the window */

    for (seL4_Word last = 0; last < count; last++) {
        seL4_Word edge = intervals[last].end - length;
        seL4_Word covered;

        sum += length_of(&intervals[last]);
        for (; intervals[first].end <= edge; first++) {
            sum -= length_of(&intervals[first]);
        }
        covered = sum - (intervals[first].start < edge ? edge - intervals[first].start : 0);
        most = covered > most ? covered : most;
    }
    return most;
}

seL4_Word covered_in_all(const volatile struct interval *intervals, seL4_Word count)
{
    seL4_Word sum = 0;

    for (seL4_Word i = 0; i < count; i++) {
        sum += length_of(&intervals[i]);
    }
    return sum;
}
