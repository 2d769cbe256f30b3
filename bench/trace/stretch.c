/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plugin of QEMU's that finds the longest stretches of the kernel's in which
 * it takes no interrupt: from its entry, or from where it last looked for one,
 * to its exit or the next look.  Interrupts are off all that time.
 *
 *   functions=FILE   lines `ADDRESS NAME`, ascending: the kernel's functions, and last where
 *                    the kernel ends
 *   without=NAME     stretches in which this function runs do not count
 *   out=FILE         for each function, whenever a stretch in which it ran is
 *                    longer than those before:
 *
 *     stretch FUNCTION LENGTH
 *     in FUNCTION INSTRUCTIONS          of that stretch, for each that ran
 */
#define _POSIX_C_SOURCE 200809L /* strdup */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin.h"

/* Arm ARM, A64: ERET; MRS Xt, ISR_EL1; WFI. */
enum {
    ERET = 0xd69f03e0,
    MRS_ISR = 0xd538c100,
    MRS_REGISTER = 0x1f,
    WFI = 0xd503207f
};

enum { FUNCTIONS = 2048, NAME = 64 };

/* Counters: of the instructions in this stretch, of each function and, the last, of all. */
enum { COUNTERS = FUNCTIONS + 1, LENGTH = FUNCTIONS };

static struct function {
    uint64_t address;
    uint64_t longest; /* stretch in which it ran */
    char name[NAME];
    bool ran; /* since the kernel was entered */
} functions[FUNCTIONS];

static size_t function_count;
static struct function *ran[FUNCTIONS];
static size_t ran_count;
static const char *without = "";
static bool booted; /* the first thread runs */
static FILE *output;

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "stretches: %s\n", why);
    exit(1);
}

static void begin_function(unsigned vcpu, void *data)
{
    struct function *f = data;

    (void)vcpu;
    if (!f->ran) {
        f->ran = true;
        ran[ran_count++] = f;
    }
}

static size_t number(const struct function *f)
{
    return (size_t)(f - functions);
}

/* Written at once: the process is killed in the end. */
static void report(const struct function *f, const uint64_t *counts)
{
    (void)fprintf(output, "stretch %s %llu\n", f->name, (unsigned long long)counts[LENGTH]);
    for (size_t i = 0; i < ran_count; i++) {
        if (counts[number(ran[i])] > 0) {
            (void)fprintf(output, "in %s %llu\n", ran[i]->name,
                          (unsigned long long)counts[number(ran[i])]);
        }
    }
    (void)fflush(output);
}

static bool stretch_counts(void)
{
    for (size_t i = 0; i < ran_count; i++) {
        if (strcmp(ran[i]->name, without) == 0) {
            return false;
        }
    }
    return booted;
}

/* What ran before the kernel looked for interrupts goes on running after it. */
static void end_stretch(bool leaves)
{
    bool wanted = stretch_counts();
    uint64_t *counts = version_counters();

    for (size_t i = 0; i < ran_count; i++) {
        if (wanted && counts[LENGTH] > ran[i]->longest && counts[number(ran[i])] > 0) {
            ran[i]->longest = counts[LENGTH];
            report(ran[i], counts);
        }
    }
    for (size_t i = 0; i < ran_count; i++) {
        counts[number(ran[i])] = 0;
        ran[i]->ran = !leaves;
    }
    ran_count = leaves ? 0 : ran_count;
    counts[LENGTH] = 0;
}

static void leave(unsigned vcpu, void *data)
{
    (void)vcpu;
    (void)data;
    end_stretch(true);
    booted = true;
}

static void look(unsigned vcpu, void *data)
{
    (void)vcpu;
    (void)data;
    end_stretch(false);
}

/* Users, the loader and guests have other addresses, whatever level the kernel runs at. */
static bool is_kernels(uint64_t address)
{
    return address >= functions[0].address && address < functions[function_count - 1].address;
}

/* The function that `address`, one of the kernel's, is in. */
static struct function *find(uint64_t address)
{
    size_t low = 0;
    size_t high = function_count;

    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (functions[middle].address <= address) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &functions[low];
}

void plugin_instruction(struct qemu_plugin_insn *insn, bool first)
{
    uint64_t address = qemu_plugin_insn_vaddr(insn);
    uint32_t code = version_code(insn);
    struct function *f;

    (void)first;
    if (!is_kernels(address)) {
        return;
    }
    f = find(address);
    if (f->address == address) {
        qemu_plugin_register_vcpu_insn_exec_cb(insn, begin_function, QEMU_PLUGIN_CB_NO_REGS, f);
    }
    if (code == ERET) {
        qemu_plugin_register_vcpu_insn_exec_cb(insn, leave, QEMU_PLUGIN_CB_NO_REGS, NULL);
    } else if ((code & ~(uint32_t)MRS_REGISTER) == MRS_ISR || code == WFI) {
        qemu_plugin_register_vcpu_insn_exec_cb(insn, look, QEMU_PLUGIN_CB_NO_REGS, NULL);
    }
    version_count(insn, number(f));
    version_count(insn, LENGTH);
}

static void read_functions(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];

    if (file == NULL) {
        stop("cannot read the file in functions=");
    }
    while (fgets(line, sizeof(line), file) != NULL && function_count < FUNCTIONS) {
        struct function *f = &functions[function_count++];
        char *name = line;
        f->address = strtoull(line, &name, 16);
        name += strspn(name, " ");
        name[strcspn(name, "\n")] = '\0';
        (void)snprintf(f->name, sizeof(f->name), "%.*s", NAME - 1, name);
    }
    (void)fclose(file);
    if (function_count < 2 || function_count == FUNCTIONS) {
        stop("too few or too many functions");
    }
}

void plugin_begin(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "out=", 4) == 0) {
            output = fopen(argv[i] + 4, "w");
        } else if (strncmp(argv[i], "without=", 8) == 0) {
            without = strdup(argv[i] + 8);
        } else if (strncmp(argv[i], "functions=", 10) == 0) {
            read_functions(argv[i] + 10);
        }
    }
    if (output == NULL || function_count == 0 || without == NULL) {
        stop("expected functions=FILE,out=FILE, and to be able to use them");
    }
    version_counters_create(COUNTERS);
}
