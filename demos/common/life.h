/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Being started again as if for the first time.
 *
 * microkit_pd_restart() moves a child's program counter.  Its memory, stack
 * pointer and other registers stay as the crash left them.  A child that is
 * linked with life.c and life_restart.S gets all of them back:
 *
 *   first life   before init(), the child copies its writable memory and its
 *                code to the page range "outbox" and calls its parent ("seal"),
 *                who copies them on to "pristine", which the child may only read
 *   later lives  the parent restarts the child at life_restart, which trusts
 *                nothing but "pristine" and its own code, neither of which the
 *                child can have changed: it sets SP, copies its memory back,
 *                zeroes everything else and goes to _start
 *
 * In every life the child then measures its memory and reports ("hello"); the
 * parent compares.
 */
#pragma once

#include <microkit.h>

#include "life_layout.h"

/* The channel to the parent, at the child's end; protected calls. */
enum { LIFE_CHANNEL = 1 };

/* Labels of calls to the parent, and of its replies. */
enum {
    LIFE_SEAL = 1, /* no words: the outbox is filled */
    LIFE_HELLO,    /* the words below; the number of this life comes back, 0 for the first */
    LIFE_OK = 100,
    LIFE_REFUSED
};

/* Words of LIFE_HELLO. */
enum {
    LIFE_HELLO_FRAME,    /* stack pointer in the start-up code */
    LIFE_HELLO_CHECKSUM, /* of the writable part of the program image */
    LIFE_HELLO_DIRT,     /* words that are not zero where all must be */
    LIFE_HELLO_CHECKED,  /* bytes that these two cover */
    LIFE_HELLO_WORDS
};

struct life_range {
    seL4_Word begin, end;
};

struct life_symbol {
    const void *address;
    const void *end;
    char name[24];
};

enum { LIFE_RANGES = 8, LIFE_SYMBOLS = 48 };
enum { LIFE_RANGE_STACK, LIFE_RANGE_MESSAGES, LIFE_RANGE_OUTBOX, LIFE_FIXED_RANGES };

/* The first page of outbox and pristine; behind it are the copies of data and code. */
struct life_seal {
    seL4_Word sealed;
    seL4_Word stack_top;
    struct life_range copy;                /* restored */
    struct life_range ranges[LIFE_RANGES]; /* zeroed, up to the first empty one */
    struct life_range text;
    seL4_Word restart_entry;
    seL4_Word symbols_count;
    struct life_symbol symbols[LIFE_SYMBOLS];
};

_Static_assert(__builtin_offsetof(struct life_seal, stack_top) == LIFE_AT_STACK_TOP, "offset");
_Static_assert(__builtin_offsetof(struct life_seal, copy.begin) == LIFE_AT_COPY_BEGIN, "offset");
_Static_assert(__builtin_offsetof(struct life_seal, copy.end) == LIFE_AT_COPY_END, "offset");
_Static_assert(__builtin_offsetof(struct life_seal, ranges) == LIFE_AT_RANGES, "offset");
_Static_assert(sizeof(struct life_seal) <= LIFE_AT_COPY, "the seal takes one page");

static inline seL4_Word life_checksum(seL4_Word sum, seL4_Word word)
{
    return (sum ^ word) * 0x100000001b3ull; /* odd: a changed word changes every later sum */
}

/* The child's side.  The program defines these three, in read-only memory; tables end with 0.  A
   program that is too large for LIFE_BYTES defines life_bytes, too, and its parent ward.bytes. */
extern const seL4_Word life_bytes;
extern const seL4_Word life_stack_bytes;       /* as in the system description */
extern const struct life_range life_scratch[]; /* writable regions, zeroed on restart */
extern const struct life_symbol life_symbols[];

/* An entry of life_symbols: what begins at `symbol`, and ends at `symbol`_end.  A place that is in
   none of them has no name, so the table need not be complete. */
#define LIFE_SYMBOL(symbol) {(const void *)symbol, symbol##_end, #symbol}

/* Before the definition of a function in C: its end.  No compiler tells that, but the assembler
   does, of a section that has this function alone (a section's subsection 1 follows all else). */
#define LIFE_ENDS(function)                                                          \
    extern const char function##_end[];                                              \
    __asm__(".pushsection .text." #function ", 1, \"ax\"\n" #function "_end:\n\t" \
            ".popsection");                                                          \
    __attribute__((section(".text." #function)))

/* 0 in the first life; known when init() runs. */
extern seL4_Word life_number;

static inline const volatile struct life_seal *life_pristine(void)
{
    return (const volatile struct life_seal *)LIFE_PRISTINE;
}

_Noreturn void life_restart(void);
extern const char life_restart_end[];
