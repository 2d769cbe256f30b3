/* SPDX-License-Identifier: BSD-2-Clause */
/* Both walks go once over the intervals, with a sum over those that touch the window at hand. */
#include "windows.h"

static seL4_Word length_of(const volatile struct interval *i)
{
    return i->end - i->start;
}

static seL4_Word larger(seL4_Word a, seL4_Word b)
{
    return a > b ? a : b;
}

/* Of the windows that begin with an interval. */
static seL4_Word most_from_a_start(const volatile struct interval *in, seL4_Word count,
                                   seL4_Word length)
{
    seL4_Word most = 0;
    seL4_Word sum = 0;
    seL4_Word next = 0; /* the first that begins after the window */

    for (seL4_Word first = 0; first < count; first++) {
        seL4_Word edge = in[first].start + length;

        for (; next < count && in[next].start < edge; next++) {
            sum += length_of(&in[next]);
        }
        most = larger(most, sum - (in[next - 1].end > edge ? in[next - 1].end - edge : 0));
        sum -= length_of(&in[first]);
    }
    return most;
}

/* Of the windows that end with one. */
static seL4_Word most_to_an_end(const volatile struct interval *in, seL4_Word count,
                                seL4_Word length)
{
    seL4_Word most = 0;
    seL4_Word sum = 0;
    seL4_Word first = 0; /* that ends in the window */

    for (seL4_Word last = 0; last < count; last++) {
        seL4_Word edge = in[last].end - length;

        sum += length_of(&in[last]);
        for (; in[first].end <= edge; first++) {
            sum -= length_of(&in[first]);
        }
        most = larger(most, sum - (in[first].start < edge ? edge - in[first].start : 0));
    }
    return most;
}

seL4_Word most_in_any_window(const volatile struct interval *intervals, seL4_Word count,
                             seL4_Word length)
{
    return larger(most_from_a_start(intervals, count, length),
                  most_to_an_end(intervals, count, length));
}

seL4_Word covered_in_all(const volatile struct interval *intervals, seL4_Word count)
{
    seL4_Word sum = 0;

    for (seL4_Word i = 0; i < count; i++) {
        sum += length_of(&intervals[i]);
    }
    return sum;
}
