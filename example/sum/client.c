/* SPDX-License-Identifier: BSD-2-Clause */
/* Has numbers added up: first 40 of them, then 80, then more than there are. */
#include "util.h"

enum { SERVER = 1, NUMBERS = 4096 / sizeof(seL4_Word) }; /* this end's id of the channel */

seL4_Word *numbers; /* setvar_vaddr in sum.system: the tool writes the address here */

/* Calls the server, and waits for its reply: a label that says whether, and one word. */
static void add_up(seL4_Word count)
{
    microkit_msginfo reply;

    for (seL4_Word i = 0; i < count && i < NUMBERS; i++) {
        numbers[i] = i * i;
    }
    microkit_mr_set(0, count);
    reply = microkit_ppcall(SERVER, microkit_msginfo_new(0, 1));
    print_name();
    print_decimal(count);
    if (microkit_msginfo_get_label(reply) != 0) {
        print_text(" are too many, says the server\n");
        return;
    }
    print_text(" squares are ");
    print_decimal(microkit_mr_get(0));
    print_text("\n");
}

void init(void)
{
    add_up(40);
    add_up(80);
    add_up(1000);
}

/* After init(), whenever the server has signalled. */
void notified(microkit_channel ch)
{
    if (ch == SERVER) {
        print_name();
        print_text("the server signals: more than 100 by now\n");
    }
}
