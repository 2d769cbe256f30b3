/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A message that is sent where no way to send was given, and what it is worth:
 * code, decoder and score of the covert channels of Task 7, the same on Bulkhead, on
 * Linux (compare/time) and in a unit test.
 *
 * The sender does one thing or another in each *symbol*, a fixed span of time.  The receiver has
 * some *readings* of each, whatever it can measure.  The first symbols are a preamble that both
 * know: from it the receiver learns which reading tells anything, what value divides a 1 from a 0,
 * and how late it is.  With that it decides all others, of which it knows nothing.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    COVERT_PREAMBLE = 64,
    COVERT_MESSAGE = 1024,
    COVERT_SYMBOLS = COVERT_PREAMBLE + COVERT_MESSAGE,
    COVERT_LAGS = 16, /* by so many symbols fewer one may begin after the other */
    COVERT_SENT = COVERT_SYMBOLS + COVERT_LAGS,
    COVERT_READINGS = 4
};

struct covert_symbol {
    uint32_t reading[COVERT_READINGS];
};

/* What the receiver has; `count` of COVERT_SENT are there. */
struct covert_record {
    uint32_t count;
    struct covert_symbol symbols[COVERT_SENT];
};

/* How the receiver decides, and how many bits of the preamble that gets wrong. */
struct covert_rule {
    unsigned lag;
    unsigned reading;
    uint32_t threshold; /* from here on it is a 1, */
    bool inverted;      /* or a 0 */
    unsigned wrong;
};

struct covert_score {
    unsigned errors;         /* of COVERT_MESSAGE bits */
    uint32_t capacity;       /* 1 - H(errors / bits), in millionths of a bit per symbol */
    uint32_t at_most;        /* the same at the end of the confidence interval, 99 % */
    bool none;               /* the errors do not differ from guesses, by the same interval */
    uint32_t lowest[2];      /* of the reading that the rule is about, where a 0 and */
    uint32_t highest[2];     /* where a 1 was sent */
};

/* The key of a message, from any bytes. */
uint64_t covert_key(const volatile uint8_t *bytes, unsigned length);

/* The bit of symbol `index`: of the preamble, or of the message with that key. */
bool covert_bit(uint64_t key, unsigned index);

/* What the preamble teaches.  The record has all its symbols. */
struct covert_rule covert_learn(const struct covert_record *record);

/* The bit of the message's symbol `index`, as the receiver decides. */
bool covert_decide(const struct covert_record *record, const struct covert_rule *rule,
                   unsigned index);

/* Compares all decisions with what was sent. */
void covert_judge(struct covert_score *score, const struct covert_record *record,
                  const struct covert_rule *rule, uint64_t key);

/* Millionths of a bit per symbol of a binary symmetric channel where `errors` of `bits` are wrong,
   and if the share of errors is by up to `widths` / 1000 standard deviations of a guess's further
   from one half. */
uint32_t covert_capacity(unsigned errors, unsigned bits, unsigned widths);

/* A number that stands for all readings: the same if and only if they are, but for chance. */
uint64_t covert_digest(const struct covert_record *record);
