/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A log: one page that its owner writes and the logger reads.  The owner may be
 * anybody's enemy, so a reader must expect any contents at all.
 */
#pragma once

#include <microkit.h>

enum { LOG_RECORDS = 63, LOG_TEXT = 48 };

struct log_record {
    seL4_Word number; /* 1, 2, 3, ... */
    seL4_Word value;
    char text[LOG_TEXT];
};

struct log {
    seL4_Word written; /* records ever written; the last LOG_RECORDS of them are here */
    seL4_Word owner;   /* says the owner: a letter */
    seL4_Word unused[6];
    struct log_record records[LOG_RECORDS];
};

_Static_assert(sizeof(struct log) == 0x1000, "a log is a page");

static inline seL4_Word log_place(seL4_Word number)
{
    return (number - 1) % LOG_RECORDS;
}

static inline void log_write(volatile struct log *log, const char *text, seL4_Word value)
{
    seL4_Word number = log->written + 1;
    volatile struct log_record *record = &log->records[log_place(number)];
    unsigned i = 0;

    record->number = number;
    record->value = value;
    for (; i < LOG_TEXT - 1 && text[i] != '\0'; i++) {
        record->text[i] = text[i];
    }
    record->text[i] = '\0';
    log->written = number; /* last: what is counted is complete */
}

/* What a record counts for in a checksum: their sum, in whatever order they are read. */
static inline seL4_Word log_weight(seL4_Word number, seL4_Word value)
{
    return (number * 0x9e3779b97f4a7c15ull ^ value) * 0x100000001b3ull;
}
