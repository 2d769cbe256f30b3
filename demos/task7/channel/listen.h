/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a receiver without any rights can still do: look at the clock again and
 * again.  Where more time went by than between two looks, somebody else had the processor.
 */
#pragma once

#include "covert.h"

struct listener {
    uint64_t (*now)(void);          /* the clock, in ticks */
    uint64_t symbol;                /* ticks of a symbol, or of a round of the domain schedule */
    uint64_t gap;                   /* ticks: between two looks of one who is not interrupted there
                                       are fewer */
};

/* What each reading is of. */
enum listen_fixed {
    LISTEN_LOST,  /* ticks that the receiver did not have in a symbol */
    LISTEN_FIRST, /* when in it the first of them began */
    LISTEN_LAST,  /* and the last of them ended */
    LISTEN_GAPS   /* how many there were */
};

enum listen_slices {
    LISTEN_SINCE,  /* ticks since the slice before this one began */
    LISTEN_PHASE,  /* when it began, on a clock that begins again with each round */
    LISTEN_LENGTH, /* ticks until the receiver last looked in it */
    LISTEN_IN      /* ticks that it did not have in between */
};

/* Symbols of a fixed length, which begin whenever the clock is a multiple of it. */
void listen_fixed(const struct listener *listener, struct covert_record *record);

/* Symbols that begin after each gap of at least a quarter of `symbol`: the slices of the receiver's
   domain. */
void listen_slices(const struct listener *listener, struct covert_record *record);

/* As listen_fixed(), but time is no reading: what `look` returns in the middle of each symbol is,
   far from where the sender changes it. */
void listen_state(const struct listener *listener, uint32_t (*look)(void),
                  struct covert_record *record);
