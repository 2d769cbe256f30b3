/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 3, the logger: prints what the others write into their logs.  It can
 * read those three pages and call nobody; when the warden says so, it tries to
 * do more than that.
 *
 * What it reads, somebody else may change at any moment, and may mean ill: each
 * word is read once, numbers are checked, text is cut and cleaned.
 */
#include <microkit.h>

#include "log.h"
#include "../common/probe.h"
#include "task3.h"

struct source {
    const char *name;
    const volatile struct log *log;
    seL4_Word seen;    /* records printed */
    seL4_Bool spoilt;  /* not to be believed any more */
};

static struct source sources[] = {
    {"server", (const volatile struct log *)LOGGER_SERVERS, 0, seL4_False},
    {"client", (const volatile struct log *)LOGGER_CLIENTS, 0, seL4_False},
    {"prober", (const volatile struct log *)LOGGER_PROBERS, 0, seL4_False},
};

enum { SOURCES = sizeof(sources) / sizeof(sources[0]) };

static seL4_Word records_read;
static seL4_Word records_sum;

static void print_text(const volatile char *text)
{
    for (unsigned i = 0; i < LOG_TEXT; i++) {
        char c = text[i];

        if (c == '\0') {
            return;
        }
        microkit_dbg_putc(c >= ' ' && c <= '~' ? c : '?');
    }
}

static void print_record(const struct source *source, const volatile struct log_record *record)
{
    seL4_Word number = record->number;
    seL4_Word value = record->value;

    records_read++;
    records_sum += log_weight(number, value);
    microkit_dbg_puts("logger: ");
    microkit_dbg_puts(source->name);
    microkit_dbg_puts(" ");
    microkit_dbg_put32((seL4_Uint32)number);
    microkit_dbg_puts(": ");
    print_text(record->text);
    microkit_dbg_puts(" ");
    microkit_dbg_put32((seL4_Uint32)value);
    microkit_dbg_puts("\n");
}

static void read_log(struct source *source)
{
    seL4_Word written = source->log->written;

    if (written < source->seen || written - source->seen > LOG_RECORDS) {
        microkit_dbg_puts("logger: ");
        microkit_dbg_puts(source->name);
        microkit_dbg_puts(": impossible number of records; the first, cut and cleaned:\n");
        written = 1;
        source->seen = 0;
        source->spoilt = seL4_True;
    }
    while (source->seen < written) {
        source->seen++;
        print_record(source, &source->log->records[log_place(source->seen)]);
    }
}

/* How many slots hold nothing that can be called. */
static seL4_Word call_every_slot(void)
{
    seL4_Word refused = 0;

    for (seL4_CPtr slot = LOGGER_FIRST_SLOT; slot < CNODE_SLOTS; slot++) {
        microkit_msginfo answer = seL4_Call(slot, seL4_MessageInfo_new(0, 0, 0, 0));

        refused += microkit_msginfo_get_label(answer) == seL4_InvalidCapability &&
                   seL4_GetMR(0) == 0;
    }
    return refused;
}

static void try_everything(void)
{
    for (unsigned i = 0; i < ATTEMPTS; i++) {
        switch (attempts[i].kind) {
        case KIND_READ:
            (void)probe_read(attempts[i].address);
            break;
        case KIND_WRITE:
            probe_write(attempts[i].address, 0);
            break;
        default:
            probe_execute(attempts[i].address);
            break;
        }
    }
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    static seL4_Word refused;

    if (ch != LOGGER_WARDEN) {
        for (unsigned i = 0; i < SOURCES; i++) {
            if (!sources[i].spoilt) {
                read_log(&sources[i]);
            }
        }
        return;
    }
    if (refused == 0) {
        try_everything();
        refused = call_every_slot();
    }
    probe_say(records_read, records_sum, refused);
}
