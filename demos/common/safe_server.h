/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What safe_server does for whom, and the arithmetic that lets a client check
 * every answer.
 *
 * A request is eight words: its number, then seven of the client's.  The reply
 * has as many: the number again, and safe_answer() of each of the seven; then
 * the running checksum of all words ever asked and answered.  A client that
 * computes the same checksum notices a request that was lost, doubled or served
 * in the wrong order, and every wrong bit.
 */
#pragma once

#include <microkit.h>

/* Labels of requests. */
enum {
    SAFE_WORK = 1,  /* as above */
    SAFE_WORK_BEAT, /* the same; half-way the server signals on SAFE_CHANNEL_BEAT */
    SAFE_STATUS,    /* no words; requests served and running checksum come back */
    SAFE_PROVE,     /* any word; a digest of it and of the server's secret comes back */
    SAFE_WHO        /* any words; the caller's channel, at the server's end, comes back */
};

/* Labels of replies. */
enum { SAFE_OK = 100, SAFE_REFUSED };

/* A request and its reply have these; the reply to work has one more, the checksum. */
enum { SAFE_WORDS = 8 };

/* The server's channel for beats.  All its other channels are clients. */
enum { SAFE_CHANNEL_BEAT = 10 };

/* FNV-1a over the bytes of a word, 64 bits. */
#define SAFE_CHECKSUM_START 0xcbf29ce484222325ull

static inline seL4_Word safe_checksum(seL4_Word sum, seL4_Word word)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        sum = (sum ^ (word >> shift & 0xff)) * 0x100000001b3ull;
    }
    return sum;
}

/* One round of xorshift, then an odd factor: each bit of the answer depends on many of `word`. */
static inline seL4_Word safe_answer(seL4_Word word)
{
    word ^= word << 13;
    word ^= word >> 7;
    word ^= word << 17;
    return word * 0x9e3779b97f4a7c15ull;
}

/* Word `i` of request `number`. */
static inline seL4_Word safe_question(seL4_Word number, seL4_Word i)
{
    return i == 0 ? number : safe_answer(number * SAFE_WORDS + i);
}
