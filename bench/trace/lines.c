/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plugin of QEMU's that counts the lines of 64 bytes and the pages of 4 KiB
 * that a repetition of a benchmark's row touches, between the hints of
 * bench/trace/hints.h.
 *
 *   kernel=ADDRESS   instructions from there on (hexadecimal) are the kernel's
 *   details=on       what the kernel touched, too
 *   out=FILE         for each row that was printed, in their order:
 *
 *     row N REPETITIONS FIGURES
 *
 * REPETITIONS is 0, and all figures are, if none was marked; no more than ENOUGH,
 * the first of the section, are looked at.  FIGURES are, of the
 * kernel and then of users, means of a repetition: lines of code, lines of data,
 * lines of data that were written, pages.  Details follow the row:
 *
 *     code INSTRUCTION TIMES
 *     data LINE INSTRUCTION TIMES WRITTEN WORDS
 *
 * for each INSTRUCTION that was executed, and each LINE (its virtual address) that
 * it accessed.  TIMES and WRITTEN are repetitions; WORDS has a letter for each 8
 * bytes of the line, `x` if they were accessed and `.` if not.
 *
 * A line of data is one of physical memory, as caches tell them apart, through
 * whatever addresses it is reached.  So is a line of code; its physical address
 * is not told, but where QEMU keeps it.  A page is a pair of virtual and
 * physical: what needs a translation of its own.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hints.h"
#include "plugin.h"

enum { LINE = 64, PAGE = 4096, WORD = 8, ENOUGH = 1024 };

/* An access is what an instruction does to a line. */
enum kind { CODE_ACCESS, CODE_LINE, CODE_PAGE, DATA_ACCESS, DATA_LINE, DATA_PAGE };

struct touched {
    enum kind kind;
    bool kernel;
    uint64_t place;   /* of the line or page; not 0 */
    uint64_t address; /* an access: the instruction's; a page: its virtual address; else 0 */
    uint64_t seen;    /* an access: the virtual address of its line, at first */
    struct touched *line, *page; /* of an access */
    uint64_t last;               /* repetition in which it was touched */
    uint64_t last_written;
    uint64_t times; /* repetitions of the section */
    uint64_t written;
    unsigned words;
};

/* Open addressing; a power of two.  Lines are multiplied by 2^64 over the golden ratio, so that
   neighbours are far apart (Knuth, The Art of Computer Programming, 6.4).  What is of code stays as
   long as the plugin does, because QEMU keeps pointers to it; what is of data is of one section. */
enum { SIZE = 1 << 20 };

struct table {
    struct touched all[SIZE];
    size_t used;
};

static struct table code;
static struct table data;

/* The section: whether one is open, its repetitions so far, and a number for the one that is going
   on that no other ever has; 0: none is. */
static bool measuring;
static uint64_t repetitions;
static uint64_t now;

static uint64_t kernel_begin;
static bool details;
static unsigned long rows;
static FILE *output;

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "bench lines: %s\n", why);
    exit(1);
}

static struct touched *find(struct table *table, enum kind kind, bool kernel, uint64_t place,
                            uint64_t address)
{
    size_t i = (size_t)((place / LINE * 0x9e3779b97f4a7c15ull + address * 31 + kind * 7 + kernel) %
                        SIZE);

    for (; table->all[i].place != 0; i = (i + 1) % SIZE) {
        const struct touched *t = &table->all[i];
        if (t->place == place && t->address == address && t->kind == kind && t->kernel == kernel) {
            return &table->all[i];
        }
    }
    if (++table->used > SIZE / 2) {
        stop("more lines than there is room for");
    }
    table->all[i] =
        (struct touched){.kind = kind, .kernel = kernel, .place = place, .address = address};
    return &table->all[i];
}

/* What the instruction at `from` does when it touches `place`, which it sees at `address`. */
static struct touched *find_access(struct table *table, enum kind kind, uint64_t from,
                                   uint64_t place, uint64_t address)
{
    bool kernel = from >= kernel_begin;
    struct touched *access = find(table, kind, kernel, place & ~(uint64_t)(LINE - 1), from);

    if (access->line == NULL) {
        access->seen = address & ~(uint64_t)(LINE - 1);
        access->line = find(table, kind + 1, kernel, access->place, 0);
        access->page = find(table, kind + 2, kernel, place & ~(uint64_t)(PAGE - 1),
                            address & ~(uint64_t)(PAGE - 1));
    }
    return access;
}

static void touch(struct touched *t, bool write)
{
    if (t->last != now) {
        t->last = now;
        t->times++;
    }
    if (write && t->last_written != now) {
        t->last_written = now;
        t->written++;
    }
}

static void touch_all(struct touched *access, bool write)
{
    touch(access, write);
    touch(access->line, write);
    touch(access->page, write);
}

/* ---- What QEMU calls ---- */

static void fetched(unsigned vcpu, void *access)
{
    (void)vcpu;
    if (now != 0) {
        touch_all(access, false);
    }
}

/* Devices are no memory.  Physical memory goes on behind a line, and practically no access is from
   one page to the next. */
static void accessed(unsigned vcpu, qemu_plugin_meminfo_t info, uint64_t address, void *from)
{
    const struct qemu_plugin_hwaddr *where;
    uint64_t size = 1ull << qemu_plugin_mem_size_shift(info);

    (void)vcpu;
    if (now == 0) {
        return;
    }
    where = qemu_plugin_get_hwaddr(info, address);
    if (where == NULL || qemu_plugin_hwaddr_is_io(where)) {
        return;
    }
    for (uint64_t i = 0, place = qemu_plugin_hwaddr_phys_addr(where); i < size;) {
        struct touched *access =
            find_access(&data, DATA_ACCESS, (uintptr_t)from, place + i, address + i);
        access->words |= 1u << (place + i) % LINE / WORD;
        touch_all(access, qemu_plugin_mem_is_store(info));
        i += WORD - (place + i) % WORD;
    }
}

static void begin(unsigned vcpu, void *unused)
{
    (void)vcpu;
    (void)unused;
    /* What is not used is not written: then the host keeps no memory for it. */
    for (size_t i = 0; i < SIZE; i++) {
        if (data.all[i].place != 0) {
            data.all[i] = (struct touched){.place = 0};
        }
        if (code.all[i].place != 0) {
            code.all[i].times = 0;
        }
    }
    data.used = 0;
    measuring = true;
    repetitions = 0;
    now = 0;
}

static void repeat(unsigned vcpu, void *unused)
{
    static uint64_t number;

    (void)vcpu;
    (void)unused;
    if (measuring && repetitions < ENOUGH) {
        repetitions++;
        now = ++number;
    } else {
        now = 0;
    }
}

static void end(unsigned vcpu, void *unused)
{
    (void)vcpu;
    (void)unused;
    measuring = false;
    now = 0;
}

/* ---- What is written ---- */

struct figures {
    uint64_t code, data, written, pages;
};

static void add(const struct table *table, struct figures sum[2])
{
    for (size_t i = 0; i < SIZE; i++) {
        const struct touched *t = &table->all[i];
        struct figures *s = &sum[t->kernel];

        s->code += t->kind == CODE_LINE ? t->times : 0;
        s->data += t->kind == DATA_LINE ? t->times : 0;
        s->written += t->kind == DATA_LINE ? t->written : 0;
        s->pages += t->kind == CODE_PAGE || t->kind == DATA_PAGE ? t->times : 0;
    }
}

static void print_details(const struct table *table)
{
    for (size_t i = 0; i < SIZE; i++) {
        const struct touched *t = &table->all[i];

        if (!t->kernel || t->times == 0) {
            continue;
        }
        if (t->kind == CODE_ACCESS) {
            (void)fprintf(output, "code %016llx %llu\n", (unsigned long long)t->address,
                          (unsigned long long)t->times);
        } else if (t->kind == DATA_ACCESS) {
            (void)fprintf(output, "data %016llx %016llx %llu %llu ", (unsigned long long)t->seen,
                          (unsigned long long)t->address, (unsigned long long)t->times,
                          (unsigned long long)t->written);
            for (unsigned word = 0; word < LINE / WORD; word++) {
                (void)fputc(t->words >> word & 1 ? 'x' : '.', output);
            }
            (void)fputc('\n', output);
        }
    }
}

/* Written at once: the process is killed in the end. */
static void print_row(unsigned vcpu, void *unused)
{
    struct figures sum[2] = {{0}};
    double all = repetitions == 0 ? 1 : (double)repetitions;

    (void)vcpu;
    (void)unused;
    if (repetitions != 0) {
        add(&code, sum);
        add(&data, sum);
    }
    (void)fprintf(output, "row %lu %llu", ++rows, (unsigned long long)repetitions);
    for (int i = 1; i >= 0; i--) {
        (void)fprintf(output, " %.1f %.1f %.1f %.1f", (double)sum[i].code / all,
                      (double)sum[i].data / all, (double)sum[i].written / all,
                      (double)sum[i].pages / all);
    }
    (void)fprintf(output, "\n");
    if (details && repetitions != 0) {
        print_details(&code);
        print_details(&data);
    }
    (void)fflush(output);
    repetitions = 0;
}

/* ---- The interface of plugin.c ---- */

/* True if it is a hint, which is to act before anything else is counted. */
static bool watch_hint(struct qemu_plugin_insn *insn)
{
    static const struct {
        uint32_t code;
        void (*act)(unsigned vcpu, void *unused);
    } hints[] = {
        {HINT_BEGIN, begin}, {HINT_END, end}, {HINT_REPETITION, repeat}, {HINT_ROW, print_row}};
    uint32_t instruction = version_code(insn);

    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
        if (instruction == hints[i].code) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, hints[i].act, QEMU_PLUGIN_CB_NO_REGS,
                                                   NULL);
            return true;
        }
    }
    return false;
}

/* One fetch brings in all of a line: only the first instruction of a block on it matters, and the
   first of a repetition; details are of all. */
void plugin_instruction(struct qemu_plugin_insn *insn, bool first)
{
    static uint64_t line;
    uint64_t address = qemu_plugin_insn_vaddr(insn);
    uint64_t place = (uintptr_t)qemu_plugin_insn_haddr(insn);

    if (first || details || address / LINE != line) {
        line = 0;
    }
    if (watch_hint(insn)) {
        line = 0;
    } else if (line == 0 && place != 0) {
        line = address / LINE;
        qemu_plugin_register_vcpu_insn_exec_cb(
            insn, fetched, QEMU_PLUGIN_CB_NO_REGS,
            find_access(&code, CODE_ACCESS, address, place, address));
    }
    qemu_plugin_register_vcpu_mem_cb(insn, accessed, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW,
                                     (void *)(uintptr_t)address);
}

void plugin_begin(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "out=", 4) == 0) {
            output = fopen(argv[i] + 4, "w");
        } else if (strncmp(argv[i], "kernel=", 7) == 0) {
            kernel_begin = strtoull(argv[i] + 7, NULL, 16);
        } else if (strcmp(argv[i], "details=on") == 0) {
            details = true;
        }
    }
    if (output == NULL || kernel_begin == 0) {
        stop("expected kernel=ADDRESS,out=FILE, and to be able to write to it");
    }
}
