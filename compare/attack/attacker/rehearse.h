/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attacker's rehearsal: it has the same program, runs a copy of its own under
 * a debugger (ptrace) and learns what is where in it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Indices are in words, from the start of the buffer of a note. */
struct rehearsed {
    unsigned canary;      /* of what an over-read returns */
    unsigned code;        /* a word that points into the program, */
    uint64_t code_offset; /* from its start */
    unsigned stack;       /* a word that points into the stack, */
    uint64_t stack_offset; /* from the start of the buffer that overflows */
    unsigned return_slot; /* of what overflows */
    unsigned base_slot;   /* the same: the word that becomes register `base` */
    uint64_t sp_offset;   /* of the stack pointer after the return, from that buffer */
};

/* Learns all that about the program at `path`, for the register with number `base`.  False if it
   cannot be found out. */
bool rehearse(const char *path, unsigned base, struct rehearsed *rehearsed);

/* Words that are sent beyond the buffer to find the slots: all frames in question are in them. */
enum { FRAME_WORDS = 48 };

/* Reads MESSAGE_WORDS from the service's stack by the over-read.  False if the connection broke. */
bool rehearse_leak(int connection, uint64_t *words);
