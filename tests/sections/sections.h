/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the programs and their judge agree on.
 *
 * The contents of large sections are records of 16 bytes, "%015d\n": each says
 * its own number, so that a byte that is missing or in the wrong place shows.
 */
#pragma once

#include <microkit.h>

enum { RECORD_BYTES = 16 };

/* A program calls with these words: more than fit into registers. */
enum {
    WORD_CHECKS,      /* how many it made */
    WORD_WRONG,       /* how many failed, */
    WORD_FIRST_WRONG, /* and the number of the first */
    WORD_PATTERN,     /* from here on pattern(i); the answer has pattern(i) + 1 */
    WORDS = 16
};

static inline seL4_Word pattern(seL4_Word i)
{
    return 0x0123456789abcdefull * (i + 1);
}

/* The number that a record says it has; ~0 if it is none. */
static inline seL4_Word record_number(const volatile char *record)
{
    seL4_Word number = 0;

    for (unsigned i = 0; i < RECORD_BYTES - 1; i++) {
        char c = record[i];

        if (c < '0' || c > '9') {
            return ~0ull;
        }
        number = number * 10 + (seL4_Word)(c - '0');
    }
    return record[RECORD_BYTES - 1] == '\n' ? number : ~0ull;
}
