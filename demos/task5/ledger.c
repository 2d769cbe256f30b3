/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ledger: takes notes, with the bug that Task 5 exploits, and keeps accounts,
 * with a mistake in the logic.  vulnerable_pd is made of it, and so is the service
 * on Linux that is attacked for comparison (compare/attack): the same bug in both.
 */
#include <microkit.h>

#include "ledger.h"

/* As memcpy.  Not inlined: a copy is a call, as in any program that has a libc. */
static __attribute__((noinline)) void copy(seL4_Uint8 *to, const seL4_Uint8 *from, seL4_Word bytes)
{
    for (seL4_Word i = 0; i < bytes; i++) {
        ((volatile seL4_Uint8 *)to)[i] = from[i];
    }
}

/* The bug.  `length` is what the caller says, `note` has 64 bytes. */
seL4_Word copy_note(const seL4_Uint8 *from, seL4_Word length)
{
    _Alignas(8) seL4_Uint8 note[NOTE_BYTES] = { 0 };

    copy(note, from, length);
    ledger_sync_note(note);
    return ledger_digest(note);
}

void ledger_open(struct ledger *ledger)
{
    if (ledger->open == 0) {
        for (seL4_Word i = LEDGER_ATTACKER; i < LEDGER_ACCOUNTS; i++) {
            ledger->balance[i] = OPENING_BALANCE;
        }
        ledger->open = 1;
    }
}

microkit_msginfo ledger_answer(seL4_Word label, seL4_Word word)
{
    microkit_mr_set(0, word);
    return microkit_msginfo_new(label, 1);
}

static microkit_msginfo balance(const struct ledger *ledger, seL4_Word account)
{
    if (account >= LEDGER_ACCOUNTS) {
        return ledger_answer(LEDGER_REFUSED, 0);
    }
    return ledger_answer(LEDGER_OK, ledger->balance[account]);
}

/* Everything is checked but the one thing that matters: who is asking? */
static microkit_msginfo transfer(struct ledger *ledger, seL4_Word from, seL4_Word to,
                                 seL4_Word amount)
{
    if (from >= LEDGER_ACCOUNTS || to >= LEDGER_ACCOUNTS || from == to ||
        amount > ledger->balance[from]) {
        return ledger_answer(LEDGER_REFUSED, 0);
    }
    ledger->balance[from] -= amount;
    ledger->balance[to] += amount;
    return ledger_answer(LEDGER_OK, ledger->balance[from]);
}

microkit_msginfo ledger_request(struct ledger *ledger, microkit_channel ch,
                                microkit_msginfo msginfo)
{
    switch (microkit_msginfo_get_label(msginfo)) {
    case LEDGER_BALANCE:
        return balance(ledger, microkit_mr_get(0));
    case LEDGER_TRANSFER:
        return transfer(ledger, microkit_mr_get(0), microkit_mr_get(1), microkit_mr_get(2));
    case LEDGER_TRANSFER_OWN:
        return transfer(ledger, ch, microkit_mr_get(0), microkit_mr_get(1));
    }
    return ledger_answer(LEDGER_REFUSED, 0);
}
