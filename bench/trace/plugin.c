/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plugin of QEMU's that counts, between the two hints of bench/bench.h, how
 * often each instruction is executed, and writes a block for each such section:
 *
 *   section NUMBER
 *   ADDRESS PAGE CODE COUNT        in hexadecimal but for the count
 *
 * PAGE tells programs apart that are linked to the same addresses: it is where
 * QEMU keeps the page of memory.  CODE is the instruction itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

/* HINT #112 and #113 (Arm ARM, A64 encoding of HINT). */
enum { HINT_BEGIN = 0xd5032e1f, HINT_END = 0xd5032e3f };

struct counter {
    uint64_t address;
    uintptr_t place; /* in QEMU's memory; 0: unused */
    uint32_t code;
    uint64_t count;
};

/* Open addressing; a power of two, far more than the instructions of all programs. */
enum { COUNTERS = 1 << 18 };

static struct counter counters[COUNTERS];
static size_t used;
static FILE *output;
static unsigned section;

int qemu_plugin_version = 1;

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "bench trace: %s\n", why);
    exit(1);
}

/* The counter of the instruction at `place`, which is seen at `address`. */
static struct counter *find(uint64_t address, uintptr_t place, uint32_t code)
{
    size_t i = (place / 4 + address * 31) % COUNTERS;

    while (counters[i].place != 0 &&
           (counters[i].place != place || counters[i].address != address)) {
        i = (i + 1) % COUNTERS;
    }
    if (counters[i].place == 0 && ++used > COUNTERS / 2) {
        stop("more instructions than there is room for");
    }
    if (counters[i].code != code) {
        counters[i] = (struct counter){.address = address, .place = place, .code = code};
    }
    return &counters[i];
}

static void begin(unsigned vcpu, void *data)
{
    (void)vcpu;
    (void)data;
    for (size_t i = 0; i < COUNTERS; i++) {
        counters[i].count = 0;
    }
}

/* Written at once: the process is killed when the row has been printed. */
static void end(unsigned vcpu, void *data)
{
    (void)vcpu;
    (void)data;
    (void)fprintf(output, "section %u\n", ++section);
    for (size_t i = 0; i < COUNTERS; i++) {
        const struct counter *c = &counters[i];
        if (c->count != 0) {
            (void)fprintf(output, "%llx %llx %08x %llu\n", (unsigned long long)c->address,
                          (unsigned long long)(c->place >> 12), c->code,
                          (unsigned long long)c->count);
        }
    }
    (void)fflush(output);
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint32_t code;
        memcpy(&code, qemu_plugin_insn_data(insn), sizeof(code));
        struct counter *c = find(qemu_plugin_insn_vaddr(insn),
                                 (uintptr_t)qemu_plugin_insn_haddr(insn), code);
        qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, &c->count, 1);
        if (code == HINT_BEGIN || code == HINT_END) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, code == HINT_BEGIN ? begin : end,
                                                   QEMU_PLUGIN_CB_NO_REGS, NULL);
        }
    }
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc, char **argv)
{
    static const char argument[] = "out=";

    (void)info;
    if (argc != 1 || strncmp(argv[0], argument, strlen(argument)) != 0) {
        stop("expected one argument, out=FILE");
    }
    output = fopen(argv[0] + strlen(argument), "w");
    if (output == NULL) {
        stop("cannot write to the file in out=");
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    return 0;
}
