/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The receiver's loops.  Both sum up what they see in a symbol as four readings.
 */
#include "listen.h"

/* ---- Symbols of a fixed length ---- */

struct symbol {
    uint64_t start;
    uint64_t lost;
    uint64_t first;
    uint64_t last;
    uint32_t gaps;
};

static void put_fixed(struct covert_record *record, const struct symbol *s)
{
    uint32_t *reading = record->symbols[record->count++].reading;

    reading[LISTEN_LOST] = (uint32_t)s->lost;
    reading[LISTEN_FIRST] = (uint32_t)s->first;
    reading[LISTEN_LAST] = (uint32_t)s->last;
    reading[LISTEN_GAPS] = s->gaps;
}

static void add_gap(struct symbol *s, uint64_t from, uint64_t to)
{
    if (s->lost == 0) {
        s->first = from - s->start;
    }
    s->lost += to - from;
    s->last = to - s->start;
    s->gaps++;
}

/* Waits for the beginning of one, and returns it. */
static uint64_t next_symbol(const struct listener *l)
{
    uint64_t now = l->now();
    uint64_t start = now - now % l->symbol + l->symbol;

    while (l->now() < start) {
    }
    return start;
}

void listen_fixed(const struct listener *l, struct covert_record *record)
{
    struct symbol s = {.start = next_symbol(l)};
    uint64_t last = s.start;

    for (record->count = 0; record->count < COVERT_SENT;) {
        uint64_t now = l->now();
        uint64_t end = s.start + l->symbol;

        if (now - last >= l->gap && last < end) {
            add_gap(&s, last, now < end ? now : end);
        }
        if (now >= end) {
            put_fixed(record, &s);
            s = (struct symbol){.start = end};
            last = now - last >= l->gap ? end : now; /* the rest of the gap is the next one's */
            continue;
        }
        last = now;
    }
}

void listen_state(const struct listener *l, uint32_t (*look)(void), struct covert_record *record)
{
    for (record->count = 0; record->count < COVERT_SENT; record->count++) {
        uint64_t middle = next_symbol(l) + l->symbol / 2;

        while (l->now() < middle) {
        }
        record->symbols[record->count] = (struct covert_symbol){{look()}};
    }
}

/* ---- Slices ---- */

static void put_slice(const struct listener *l, struct covert_record *record, uint64_t before,
                      const struct symbol *s)
{
    uint32_t *reading = record->symbols[record->count++].reading;

    reading[LISTEN_SINCE] = (uint32_t)(s->start - before);
    reading[LISTEN_PHASE] = (uint32_t)(s->start % l->symbol);
    reading[LISTEN_LENGTH] = (uint32_t)(s->last - s->start);
    reading[LISTEN_IN] = (uint32_t)s->lost;
}

/* The next slice's start, if the last look was at `last`. */
static uint64_t next_slice(const struct listener *l, uint64_t last)
{
    for (;;) {
        uint64_t now = l->now();

        if (now - last >= l->symbol / 4) {
            return now;
        }
        last = now;
    }
}

void listen_slices(const struct listener *l, struct covert_record *record)
{
    uint64_t before = next_slice(l, l->now());
    uint64_t last = next_slice(l, before);
    struct symbol s = {.start = last};

    for (record->count = 0; record->count < COVERT_SENT;) {
        uint64_t now = l->now();

        if (now - last >= l->symbol / 4) {
            s.last = last;
            put_slice(l, record, before, &s);
            before = s.start;
            s = (struct symbol){.start = now};
        } else if (now - last >= l->gap) {
            s.lost += now - last;
        }
        last = now;
    }
}
