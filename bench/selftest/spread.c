/* SPDX-License-Identifier: BSD-2-Clause */
/* Least, median and most: a sort by gaps that halve (Shell's), in place. */
#include "counters.h"

struct spread spread_of(seL4_Word *samples, unsigned count)
{
    for (unsigned gap = count / 2; gap > 0; gap /= 2) {
        for (unsigned i = gap; i < count; i++) {
            seL4_Word moved = samples[i];
            unsigned at = i;
            for (; at >= gap && samples[at - gap] > moved; at -= gap) {
                samples[at] = samples[at - gap];
            }
            samples[at] = moved;
        }
    }
    return (struct spread){samples[0], samples[count / 2], samples[count - 1]};
}
