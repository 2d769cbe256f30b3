/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a slot of a PD's capability space is for: the slot numbers that
 * libmicrokit uses by name (Microkit 2.0.1).
 */
#include "cap_meaning.h"

#include <stdbool.h>
#include <stddef.h>

#include "print.h"

enum { IDS = 64 /* channel and child numbers; 62 and 63 are never given */ };

static const struct slot_range {
    uint64_t first;
    bool numbered; /* IDS slots, else one */
    const char *meaning;
} ranges[] = {
    { 0, false, "the null capability" },
    { 1, false, "its input" },
    { 2, false, "its fault endpoint" },
    { 3, false, "its address space" },
    { 4, false, "its reply object" },
    { 5, false, "the monitor's endpoint" },
    { 6, false, "its own TCB" },
    { 7, false, "the SMC capability" },
    { 10, true, "notification of channel " },
    { 74, true, "endpoint of channel " },
    { 138, true, "interrupt of channel " },
    { 202, true, "TCB of child " },
    { 266, true, "TCB of virtual CPU " },
    { 330, true, "virtual CPU " },
};

void cap_meaning_print(uint64_t cptr)
{
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        const struct slot_range *range = &ranges[i];

        if (cptr >= range->first && cptr - range->first < (range->numbered ? IDS : 1)) {
            print_text(range->meaning);
            if (range->numbered) {
                print_decimal(cptr - range->first);
            }
            return;
        }
    }
    print_text("not one that the tool hands out");
}
