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
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hints.h"
#include "plugin.h"

struct instruction {
    uint64_t address;
    uintptr_t place; /* in QEMU's memory; 0: unused */
    uint32_t code;
};

/* Open addressing; a power of two, far more than the instructions of all programs.  Each has the
   counter of the same number. */
enum { INSTRUCTIONS = 1 << 18 };

static struct instruction instructions[INSTRUCTIONS];
static size_t used;
static FILE *output;
static unsigned section;

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "bench trace: %s\n", why);
    exit(1);
}

/* The number of the instruction at `place`, which is seen at `address`.  Other code there than
   before begins at 0. */
static size_t find(uint64_t address, uintptr_t place, uint32_t code)
{
    size_t i = (place / 4 + address * 31) % INSTRUCTIONS;

    while (instructions[i].place != 0 &&
           (instructions[i].place != place || instructions[i].address != address)) {
        i = (i + 1) % INSTRUCTIONS;
    }
    if (instructions[i].place == 0 && ++used > INSTRUCTIONS / 2) {
        stop("more instructions than there is room for");
    }
    if (instructions[i].code != code) {
        instructions[i] = (struct instruction){.address = address, .place = place, .code = code};
        version_counters()[i] = 0;
    }
    return i;
}

static void begin(unsigned vcpu, void *data)
{
    (void)vcpu;
    (void)data;
    memset(version_counters(), 0, INSTRUCTIONS * sizeof(uint64_t));
}

/* Written at once: the process is killed when the row has been printed. */
static void end(unsigned vcpu, void *data)
{
    const uint64_t *counts = version_counters();

    (void)vcpu;
    (void)data;
    (void)fprintf(output, "section %u\n", ++section);
    for (size_t i = 0; i < INSTRUCTIONS; i++) {
        if (counts[i] != 0) {
            (void)fprintf(output, "%llx %llx %08x %llu\n",
                          (unsigned long long)instructions[i].address,
                          (unsigned long long)(instructions[i].place >> 12),
                          instructions[i].code, (unsigned long long)counts[i]);
        }
    }
    (void)fflush(output);
}

void plugin_instruction(struct qemu_plugin_insn *insn, bool first)
{
    uint32_t code = version_code(insn);

    (void)first;
    if (code == HINT_BEGIN || code == HINT_END) {
        qemu_plugin_register_vcpu_insn_exec_cb(insn, code == HINT_BEGIN ? begin : end,
                                               QEMU_PLUGIN_CB_NO_REGS, NULL);
    }
    version_count(insn, find(qemu_plugin_insn_vaddr(insn),
                             (uintptr_t)qemu_plugin_insn_haddr(insn), code));
}

void plugin_begin(int argc, char **argv)
{
    static const char argument[] = "out=";

    if (argc != 1 || strncmp(argv[0], argument, strlen(argument)) != 0) {
        stop("expected one argument, out=FILE");
    }
    output = fopen(argv[0] + strlen(argument), "w");
    if (output == NULL) {
        stop("cannot write to the file in out=");
    }
    version_counters_create(INSTRUCTIONS);
}
