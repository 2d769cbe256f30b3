/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Works with the server while the sprayer sprays, and says in the end whether
 * every answer was right.
 */
#include <microkit.h>

#include "spray.h"

enum {
    SERVER = 1,
    SPRAYER = 2,
    PARENT = 3,
    LEAST_CALLS = 50000,
    LEAST_ROUNDS = 5000,
    ROUNDS_TO_WAKE = 16,   /* the sprayer may wait for a notification, */
    ROUNDS_TO_RESTART = 64 /* or for what never comes */
};

const struct spray *state;

static void put_number(seL4_Word x)
{
    char digits[24];
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    microkit_dbg_puts(p);
}

/* One round: the server's answer is the sum of all numbers so far. */
static seL4_Bool round_is_right(seL4_Word round, seL4_Word *sum)
{
    microkit_msginfo info;

    *sum += round * 0x9e3779b97f4a7c15ull;
    microkit_mr_set(0, round * 0x9e3779b97f4a7c15ull);
    info = microkit_ppcall(SERVER, microkit_msginfo_new(0, 1));
    return microkit_msginfo_get_label(info) == 1 && microkit_msginfo_get_count(info) == 1 &&
           microkit_mr_get(0) == *sum;
}

void init(void)
{
    seL4_Word round = 0;
    seL4_Word wrong = 0;
    seL4_Word sum = 0;

    while (round < LEAST_ROUNDS || state->calls < LEAST_CALLS) {
        round++;
        wrong += round_is_right(round, &sum) ? 0 : 1;
        if (round % ROUNDS_TO_WAKE == 0) {
            microkit_notify(SPRAYER);
        }
        if (round % ROUNDS_TO_RESTART == 0) {
            microkit_notify(PARENT);
        }
    }
    microkit_dbg_puts("\nSPRAY DONE: ");
    put_number(state->calls);
    microkit_dbg_puts(" random calls, ");
    put_number(round);
    microkit_dbg_puts(" rounds of the others, ");
    put_number(wrong);
    microkit_dbg_puts(" wrong\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
