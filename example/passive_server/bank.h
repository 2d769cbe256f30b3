/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the bank and its customers agree on: the labels of messages, and what their words mean.
 */
#pragma once

#include <microkit.h>

/* The label of a call says what is asked for ... */
enum bank_request {
    BANK_DEPOSIT = 1, /* one word: the amount */
    BANK_WITHDRAW,    /* two words: the amount; and whose account, which nobody believes */
    BANK_BALANCE,     /* no words */
    BANK_TOTAL        /* no words: of all accounts */
};

/* ... and that of a reply how it went.  A reply has one word, the balance (or the total). */
enum bank_answer { BANK_DONE = 1, BANK_REFUSED };

/* Of the customers.  At the server's end there is one channel for each account. */
enum { BANK_CHANNEL = 0 };

struct bank_reply {
    enum bank_answer answer;
    seL4_Word balance;
};

/* Calls the bank with `words` words, which are in the message registers already. */
static inline struct bank_reply bank_call(enum bank_request request, seL4_Uint16 words)
{
    microkit_msginfo reply = microkit_ppcall(BANK_CHANNEL, microkit_msginfo_new(request, words));

    return (struct bank_reply){
        .answer = (enum bank_answer)microkit_msginfo_get_label(reply),
        .balance = microkit_mr_get(0),
    };
}

static inline struct bank_reply bank_deposit(seL4_Word amount)
{
    microkit_mr_set(0, amount);
    return bank_call(BANK_DEPOSIT, 1);
}

static inline struct bank_reply bank_withdraw(seL4_Word amount, seL4_Word claimed_account)
{
    microkit_mr_set(0, amount);
    microkit_mr_set(1, claimed_account);
    return bank_call(BANK_WITHDRAW, 2);
}
