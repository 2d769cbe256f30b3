/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Code, decoder and score of a covert channel, in integers, since protection domains and the host
 * are to agree to the last digit.
 */
#include "covert.h"

enum {
    ONE_BITS = 30, /* shares are fixed-point numbers with so many bits behind the point, */
    LOG_BITS = 20, /* logarithms with so many */
    MILLION = 1000000,
    WIDTHS_99 = 2576 /* thousandths: so many standard deviations to both sides are 99 % */
};
#define ONE ((uint64_t)1 << ONE_BITS)
#define PREAMBLE_KEY UINT64_C(0x5052454142554c4b)

/* ---- The code ---- */

/* SplitMix64's output function (Steele, Lea, Flood 2014). */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

uint64_t covert_key(const volatile uint8_t *bytes, unsigned length)
{
    uint64_t key = length;

    for (unsigned i = 0; i < length; i++) {
        key = mixed(key + bytes[i] + UINT64_C(0x9e3779b97f4a7c15));
    }
    return key;
}

bool covert_bit(uint64_t key, unsigned index)
{
    uint64_t k = index < COVERT_PREAMBLE ? PREAMBLE_KEY : key;

    return mixed(k + index * UINT64_C(0x9e3779b97f4a7c15)) >> 63 != 0;
}

/* ---- The decoder ---- */

/* The preamble's errors, if a reading is a 1 from `rule.threshold` on. */
static unsigned preamble_errors(const struct covert_record *record, const struct covert_rule *rule)
{
    unsigned errors = 0;

    for (unsigned i = 0; i < COVERT_PREAMBLE; i++) {
        uint32_t value = record->symbols[i + rule->lag].reading[rule->reading];

        errors += (value >= rule->threshold) != covert_bit(0, i);
    }
    return errors;
}

static void better(struct covert_rule *best, const struct covert_record *record,
                   struct covert_rule rule)
{
    unsigned errors = preamble_errors(record, &rule);

    rule.inverted = errors > COVERT_PREAMBLE / 2;
    rule.wrong = rule.inverted ? COVERT_PREAMBLE - errors : errors;
    if (rule.wrong < best->wrong) {
        *best = rule;
    }
}

/* Half way down to the next lower value of the preamble: what comes later may be a little less. */
static uint32_t half_way(const struct covert_record *record, const struct covert_rule *rule)
{
    uint32_t below = 0;

    for (unsigned i = 0; i < COVERT_PREAMBLE; i++) {
        uint32_t value = record->symbols[i + rule->lag].reading[rule->reading];

        if (value < rule->threshold && value > below) {
            below = value;
        }
    }
    return below + (rule->threshold - below + 1) / 2;
}

struct covert_rule covert_learn(const struct covert_record *record)
{
    struct covert_rule best = {.wrong = COVERT_PREAMBLE};

    for (unsigned lag = 0; lag < COVERT_LAGS; lag++) {
        for (unsigned reading = 0; reading < COVERT_READINGS; reading++) {
            for (unsigned i = 0; i < COVERT_PREAMBLE; i++) {
                uint32_t value = record->symbols[i + lag].reading[reading];

                better(&best, record, (struct covert_rule){lag, reading, value, false, 0});
            }
        }
    }
    best.threshold = half_way(record, &best);
    return best;
}

bool covert_decide(const struct covert_record *record, const struct covert_rule *rule,
                   unsigned index)
{
    uint32_t value = record->symbols[COVERT_PREAMBLE + index + rule->lag].reading[rule->reading];

    return (value >= rule->threshold) != rule->inverted;
}

/* ---- The score ---- */

/* -log2 of `share`, 0 < share <= ONE: by squaring, a binary digit at a time. */
static uint64_t minus_log2(uint64_t share)
{
    uint64_t whole = 0;
    uint64_t fraction = 0;

    while (share < ONE) {
        share <<= 1;
        whole++;
    }
    for (unsigned i = 0; i < LOG_BITS; i++) {
        share = share * share >> ONE_BITS;
        fraction <<= 1;
        if (share >= 2 * ONE) {
            share >>= 1;
            fraction |= 1;
        }
    }
    return (whole << LOG_BITS) - fraction;
}

static uint64_t square_root(uint64_t x)
{
    uint64_t root = 0;

    for (uint64_t bit = (uint64_t)1 << 31; bit > 0; bit >>= 1) {
        if ((root | bit) * (root | bit) <= x) {
            root |= bit;
        }
    }
    return root;
}

/* Of a guess, whose share of errors is one half: so many thousandths of its standard deviation. */
static uint64_t spread(unsigned bits, unsigned widths)
{
    return (ONE / 2) * widths / 1000 * 1000 / square_root((uint64_t)bits * MILLION);
}

static uint64_t distance(unsigned errors, unsigned bits)
{
    uint64_t share = ONE * errors / bits;

    return share > ONE / 2 ? share - ONE / 2 : ONE / 2 - share;
}

uint32_t covert_capacity(unsigned errors, unsigned bits, unsigned widths)
{
    uint64_t away = distance(errors, bits) + spread(bits, widths);

    if (away >= ONE / 2) {
        return MILLION;
    }
    uint64_t less = ONE / 2 - away;
    uint64_t more = ONE / 2 + away;
    uint64_t entropy = (less * minus_log2(less) + more * minus_log2(more)) >> ONE_BITS;

    return entropy >> LOG_BITS != 0 ? 0
                                    : (uint32_t)(MILLION - (entropy * MILLION >> LOG_BITS));
}

static void widen(struct covert_score *score, bool bit, uint32_t value)
{
    if (value < score->lowest[bit]) {
        score->lowest[bit] = value;
    }
    if (value > score->highest[bit]) {
        score->highest[bit] = value;
    }
}

void covert_judge(struct covert_score *score, const struct covert_record *record,
                  const struct covert_rule *rule, uint64_t key)
{
    score->errors = 0;
    score->lowest[0] = score->lowest[1] = UINT32_MAX;
    score->highest[0] = score->highest[1] = 0;
    for (unsigned i = 0; i < COVERT_MESSAGE; i++) {
        unsigned index = COVERT_PREAMBLE + i;
        bool sent = covert_bit(key, index);

        score->errors += covert_decide(record, rule, i) != sent;
        widen(score, sent, record->symbols[index + rule->lag].reading[rule->reading]);
    }
    score->capacity = covert_capacity(score->errors, COVERT_MESSAGE, 0);
    score->at_most = covert_capacity(score->errors, COVERT_MESSAGE, WIDTHS_99);
    score->none = distance(score->errors, COVERT_MESSAGE) <= spread(COVERT_MESSAGE, WIDTHS_99);
}

uint64_t covert_digest(const struct covert_record *record)
{
    uint64_t digest = record->count;

    for (unsigned i = 0; i < COVERT_SENT; i++) {
        for (unsigned r = 0; r < COVERT_READINGS; r++) {
            digest = mixed(digest * 3 + record->symbols[i].reading[r]);
        }
    }
    return digest;
}
