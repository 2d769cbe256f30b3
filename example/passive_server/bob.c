/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The other customer, of lower priority, so that alice is done when it starts: pays in the squares
 * 1, 4, ... 10000, which is 338350, and then tries to be alice.  It is the last one to run, so it
 * prints the result.
 */
#include "bank.h"

enum { ALICES_ACCOUNT = 0, ALICES_BALANCE = 5050, MY_BALANCE = 338350 };

static void print_amount(const char *text, seL4_Word amount)
{
    microkit_dbg_puts(text);
    microkit_dbg_put32((seL4_Uint32)amount);
    microkit_dbg_puts("\n");
}

void init(void)
{
    struct bank_reply mine;
    struct bank_reply all;

    for (seL4_Word i = 1; i <= 100; i++) {
        (void)bank_deposit(i * i);
    }
    mine = bank_withdraw(1000, ALICES_ACCOUNT);
    print_amount("bob: took 1000 from alice, as I said; my balance is ", mine.balance);
    mine = bank_deposit(1000);
    print_amount("bob: it was mine, so I paid it back; my balance is ", mine.balance);

    all = bank_call(BANK_TOTAL, 0);
    print_amount(mine.balance == MY_BALANCE && all.balance == ALICES_BALANCE + MY_BALANCE
                     ? "PASSIVE_SERVER PASS the bank holds "
                     : "PASSIVE_SERVER FAIL the bank holds ",
                 all.balance);
}

void notified(microkit_channel ch)
{
    (void)ch;
}
