/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components of later.system agree on.
 */
#pragma once

#include <microkit.h>

/* tests/sdk/later/later_text.txt, for the comparison with what arrives. */
#define LATER_TEXT "A region may start with the bytes of a file.\nThese are they.\n"

/* The region "notes". */
struct later_notes {
    volatile seL4_Word worker_steps;
    volatile seL4_Word second_sees_text; /* uncached */
    volatile seL4_Word second_turns;
};

static inline seL4_Bool later_is_text(const volatile char *bytes)
{
    static const char text[] = LATER_TEXT;
    seL4_Bool same = seL4_True;

    for (seL4_Word i = 0; i < sizeof(text) - 1; i++) {
        same = same && bytes[i] == text[i];
    }
    return same;
}
