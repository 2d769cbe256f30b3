/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What vulnerable_pd does for whom: it keeps accounts, and takes a note of at
 * most 64 bytes.  The text of a note is in the caller's post page, which
 * vulnerable_pd may read; its length is in the message.
 */
#pragma once

#include <microkit.h>

/* Channel ids of the clients, at vulnerable_pd's end; also their account numbers. (1 is the parent,
   life.h.) */
enum { LEDGER_ATTACKER = 2, LEDGER_CLIENT, LEDGER_BANK, LEDGER_ACCOUNTS };

/* Labels of requests. */
enum {
    LEDGER_NOTE = 1,    /* length: ledger_digest() of the note's 64 bytes comes back */
    LEDGER_BALANCE,     /* account: its balance comes back */
    LEDGER_TRANSFER,    /* from, to, amount */
    LEDGER_TRANSFER_OWN /* to, amount; from the caller's own account */
};

/* Labels of replies. */
enum { LEDGER_OK = 1, LEDGER_REFUSED, LEDGER_RESTARTED };

enum { NOTE_BYTES = 64, OPENING_BALANCE = 1000 };

struct ledger {
    seL4_Word open; /* 1: the accounts are in use */
    seL4_Word balance[LEDGER_ACCOUNTS];
};

/* FNV-1a, 64 bits. */
static inline seL4_Word ledger_digest(const seL4_Uint8 *note)
{
    seL4_Word digest = 0xcbf29ce484222325ull;

    for (seL4_Word i = 0; i < NOTE_BYTES; i++) {
        digest = (digest ^ note[i]) * 0x100000001b3ull;
    }
    return digest;
}

/*
 * ledger.c: what of all this is the same on every system.  The program that is
 * linked with it says where notes come from, and on which stack they are taken.
 */

/* THE BUG: copies `length` bytes from `from`, however many, into the 64 of a local buffer; returns
   their digest. */
seL4_Word copy_note(const seL4_Uint8 *from, seL4_Word length);

/* The program's: makes what was copied to `note` and behind it visible to instruction fetch. */
void ledger_sync_note(const seL4_Uint8 *note);

/* Opens the accounts, if that was not done before. */
void ledger_open(struct ledger *ledger);

/* A reply of one word. */
microkit_msginfo ledger_answer(seL4_Word label, seL4_Word word);

/* Answers all requests but LEDGER_NOTE; its words are in the message registers. */
microkit_msginfo ledger_request(struct ledger *ledger, microkit_channel ch,
                                microkit_msginfo msginfo);
