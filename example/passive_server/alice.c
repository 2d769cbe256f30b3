/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A customer: pays in 1, 2, ... 100, which is 5050, and then asks for more than that.
 */
#include "bank.h"

void init(void)
{
    struct bank_reply reply;

    for (seL4_Word amount = 1; amount <= 100; amount++) {
        (void)bank_deposit(amount); /* does not return before the server has replied */
    }
    reply = bank_withdraw(6000, 0);
    microkit_dbg_puts(reply.answer == BANK_REFUSED ? "alice: refused 6000; my balance is "
                                                   : "alice: WRONG, got 6000; my balance is ");
    microkit_dbg_put32((seL4_Uint32)reply.balance);
    microkit_dbg_puts("\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
