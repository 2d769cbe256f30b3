/* SPDX-License-Identifier: BSD-2-Clause */
/* Adds up; each number in the page is read once, and none is believed to stay. */
#include "util.h"

enum { CLIENT = 7, NUMBERS = 4096 / sizeof(seL4_Word) }; /* this end's id of the same channel */

const volatile seL4_Word *numbers; /* volatile: somebody else writes there */
static seL4_Word added;

void init(void)
{
    print_name();
    print_text("ready, the page is at ");
    print_hex((seL4_Word)numbers);
    print_text("\n");
}

/* Nobody signals the server, but each program needs the function. */
void notified(microkit_channel ch)
{
    (void)ch;
}

/* A call on `ch`; what is returned is the reply, with the words set before. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word count = microkit_msginfo_get_count(msginfo) == 1 ? microkit_mr_get(0) : 0;
    seL4_Word sum = 0;

    if (ch != CLIENT || count > NUMBERS) {
        return microkit_msginfo_new(1, 0);
    }
    for (seL4_Word i = 0; i < count; i++) {
        sum += numbers[i];
    }
    added += count;
    if (added > 100) {
        microkit_notify(CLIENT);
    }
    microkit_mr_set(0, sum);
    return microkit_msginfo_new(0, 1);
}
