/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The judge's parts and what they tell each other.  judge.c talks with the
 * driver, has the faults, and the verdict; judge_ask.c asks the others; the other
 * four decide, for one part of the demonstration each, what the driver is to do
 * next, and judge what came of it.
 */
#pragma once

#include <microkit.h>

#include "../common/judge.h"
#include "task6.h"

/* Set by the tool. */
extern seL4_Word buffer_paddr, secret_paddr, letter_paddr;
extern seL4_Word streams_paddr, commands_paddr, events_paddr, tables_paddr;
extern seL4_Word smmu_paddr, config_paddr;

/* An order for the driver. */
struct command {
    enum order order;
    seL4_Word from, to, bytes;
};

/* What came of it. */
struct outcome {
    seL4_Bool faulted; /* then the next three say how */
    seL4_Bool write;
    seL4_Bool not_mapped; /* the reason; else it was another one */
    seL4_Word address;
    seL4_Word word; /* what the driver says, if it was done */
};

/* An order, and who judges what came of it. */
struct step {
    struct command (*give)(void);
    void (*judge)(const struct outcome *outcome);
};

/* A part of the demonstration: its steps, so many times. */
struct part {
    const char *title;
    const struct step *steps;
    unsigned count, rounds;
};

extern const struct part part_open;   /* judge_open.c: the SMMU as after reset */
extern const struct part part_closed; /* judge_closed.c: on */
extern const struct part part_owner;  /* judge_owner.c: the driver goes for the SMMU itself */
extern const struct part part_return; /* judge_return.c: the buffer is taken away, and given back */

/* judge.c: which of the rounds this is, from 0; and goes so many steps back, so that after the one
   that is judged comes an earlier one. */
unsigned round_now(void);
void go_back(unsigned steps);

/* judge_ask.c */

/* The device copies from `from` to `to`, both addresses in memory. */
struct command copy(seL4_Word from, seL4_Word to);
/* The driver fills the letter anew, and clears the buffer. */
struct command write_letter(void);

/* Asks the component iommu for something that has a result, and checks that it is done. */
void iommu_does(enum request request, const char *claim);
/* The same of anything: the first word of the answer; the others are in the message. */
seL4_Word iommu_asked(enum request request, seL4_Word word);

/* Checks that since last asked there were events of reads (or of writes), all of this `type` and of
   our device's stream, and the first for `address`; `claim` is a fact in words. */
void check_event(seL4_Word type, seL4_Word address, seL4_Bool read, const char *claim);
/* Checks that there was none. */
void check_no_event(const char *claim);

/* The victim fills its page anew. */
void victim_fills(void);
/* How many words of its page are not what it wrote. */
seL4_Word victim_finds_changed(void);

/* How many of the first words of the buffer, from word `first` on, are the secret's, from its
   beginning. */
seL4_Word loot(seL4_Word first);
/* The same of the letter's, as it is now; all of COPY_WORDS. */
seL4_Word post(void);
/* How many words of the buffer's first are not zero. */
seL4_Word in_buffer(void);
/* How many of the letter's words are not what the driver wrote. */
seL4_Word letter_changed(void);
