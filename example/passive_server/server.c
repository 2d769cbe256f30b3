/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bank.  It runs while somebody waits for its answer, on that caller's time: a passive domain
 * is a library with walls around it.  One call is served at a time, so there is nothing to lock.
 */
#include "bank.h"

enum { ACCOUNTS = 2 }; /* account n belongs to whoever is at the other end of channel n */

static seL4_Word balances[ACCOUNTS];

/* Still with time of its own; libmicrokit gives that back when this returns. */
void init(void)
{
    microkit_dbg_puts("server: open; from now on I run on my callers' time\n");
}

/* Nobody can signal: passive_server.system says notify="false". */
void notified(microkit_channel ch)
{
    (void)ch;
}

static microkit_msginfo answer(enum bank_answer label, seL4_Word balance)
{
    microkit_mr_set(0, balance);
    return microkit_msginfo_new(label, 1);
}

static seL4_Word total(void)
{
    seL4_Word sum = 0;

    for (unsigned i = 0; i < ACCOUNTS; i++) {
        sum += balances[i];
    }
    return sum;
}

/* A caller can send anything: how many words there are must be looked at before they are. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word words = microkit_msginfo_get_count(msginfo);
    seL4_Word amount = words > 0 ? microkit_mr_get(0) : 0;
    seL4_Word *balance;

    if (ch >= ACCOUNTS) {
        return answer(BANK_REFUSED, 0);
    }
    balance = &balances[ch]; /* the channel is the identity; word 1 of a withdrawal is just talk */
    switch (microkit_msginfo_get_label(msginfo)) {
    case BANK_DEPOSIT:
        *balance += amount;
        return answer(BANK_DONE, *balance);
    case BANK_WITHDRAW:
        if (amount > *balance) {
            return answer(BANK_REFUSED, *balance);
        }
        *balance -= amount;
        return answer(BANK_DONE, *balance);
    case BANK_BALANCE:
        return answer(BANK_DONE, *balance);
    case BANK_TOTAL:
        return answer(BANK_DONE, total());
    default:
        return answer(BANK_REFUSED, *balance);
    }
}
