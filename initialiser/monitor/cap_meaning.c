/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a slot of a PD's capability space is for: the slot numbers that
 * libmicrokit uses by name (Microkit 2.3.0).
 */
#include "cap_meaning.h"

#include <stdbool.h>
#include <stddef.h>

#include "print.h"

enum {
    IDS = 64,        /* channel and child numbers; 62 and 63 are never given */
    USER_SLOTS = 128
};

static const struct slot_range {
    uint64_t first;
    unsigned numbers; /* of slots; 0: one slot, without a number */
    const char *meaning;
} ranges[] = {
    { 0, 0, "the null capability" },
    { 1, 0, "its input" },
    { 2, 0, "its fault endpoint" },
    { 3, 0, "its address space" },
    { 4, 0, "its reply object" },
    { 5, 0, "the monitor's endpoint" },
    { 6, 0, "its own TCB" },
    { 7, 0, "the SMC capability" },
    { 10, IDS, "notification of channel " },
    { 74, IDS, "endpoint of channel " },
    { 138, IDS, "interrupt of channel " },
    { 202, IDS, "TCB of child " },
    { 266, IDS, "TCB of virtual CPU " },
    { 330, IDS, "virtual CPU " },
    { 458, USER_SLOTS, "user slot " },
};

void cap_meaning_print(uint64_t cptr)
{
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        const struct slot_range *range = &ranges[i];
        uint64_t slots = range->numbers > 0 ? range->numbers : 1;

        if (cptr >= range->first && cptr - range->first < slots) {
            print_text(range->meaning);
            if (range->numbers > 0) {
                print_decimal(cptr - range->first);
            }
            return;
        }
    }
    print_text("not one that the tool hands out");
}
