/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plugin of QEMU's that notes who runs and why somebody else does.
 *
 *   kernel=VIRTUAL:PHYSICAL   an address of the kernel's, in hexadecimal, and where that is
 *   programs=FILE             lines `START END NAME`: whose code is where in physical memory
 *   functions=FILE            lines `ADDRESS WHAT`: functions of the kernel's to tell of
 *   out=FILE                  lines of what happens, each after so many INSTRUCTIONS:
 *
 *     INSTRUCTIONS run NAME     user mode goes on in another program, or in code that is elsewhere
 *     INSTRUCTIONS call NUMBER  a system call of its, but for characters on the console
 *     INSTRUCTIONS WHAT         such a function begins
 *
 * No version of QEMU's plugin interface that is used here shows registers.  So a system call's
 * number is the constant that the program has put into x7 before; 0 if it copied something there.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin.h"

/* Arm ARM, A64: SVC #imm; MOVN X7, #imm; MOV X7, Xn. */
#define SVC_MASK 0xffe0001fu
#define SVC 0xd4000001u
#define MOVN_X7_MASK 0xffe0001fu
#define MOVN_X7 0x92800007u
#define MOV_X7_MASK 0xffe0ffffu
#define MOV_X7 0xaa0003e7u

/* Users' addresses, and the loader's, are below. */
#define KERNEL_BEGIN 0xffff000000000000ull

enum { PROGRAMS = 1024, FUNCTIONS = 16, NAME = 96, IMMEDIATE_BITS = 16, PUT_CHARACTER = -12 };

struct range {
    uint64_t start; /* of a function: where it is */
    uint64_t end;
    char name[NAME];
};

static struct range programs[PROGRAMS];
static size_t program_count;
static struct range functions[FUNCTIONS];
static size_t function_count;
static long numbers[PROGRAMS]; /* what each has in x7 */
static uint64_t kernel_virtual, kernel_physical;
static uintptr_t memory; /* in QEMU's memory: physical address 0 */
static const struct range *running;
static FILE *output;

static _Noreturn void stop(const char *why)
{
    (void)fprintf(stderr, "timeline: %s\n", why);
    exit(1);
}

static unsigned long long now(void)
{
    return version_counters()[0];
}

static void in_user_mode(unsigned vcpu, void *data)
{
    const struct range *program = data;

    (void)vcpu;
    if (program != running) {
        (void)fprintf(output, "%llu run %s\n", now(), program->name);
        running = program;
    }
}

/* `data` is the program's index and a constant, which x7 gets the complement of. */
static void set_number(unsigned vcpu, void *data)
{
    uintptr_t both = (uintptr_t)data;

    (void)vcpu;
    numbers[both >> IMMEDIATE_BITS] = -(long)(both % (1u << IMMEDIATE_BITS)) - 1;
}

static void forget_number(unsigned vcpu, void *data)
{
    const struct range *program = data;

    (void)vcpu;
    numbers[program - programs] = 0;
}

static void call(unsigned vcpu, void *data)
{
    const struct range *program = data;
    long number = numbers[program - programs];

    (void)vcpu;
    if (number != PUT_CHARACTER) {
        (void)fprintf(output, "%llu call %ld\n", now(), number);
    }
}

static void begin_function(unsigned vcpu, void *data)
{
    const struct range *function = data;

    (void)vcpu;
    (void)fprintf(output, "%llu %s\n", now(), function->name);
}

static void watch(struct qemu_plugin_insn *insn, void (*cb)(unsigned vcpu, void *data), void *data)
{
    qemu_plugin_register_vcpu_insn_exec_cb(insn, cb, QEMU_PLUGIN_CB_NO_REGS, data);
}

static void watch_kernel(struct qemu_plugin_insn *insn, uint64_t address)
{
    memory = (uintptr_t)qemu_plugin_insn_haddr(insn) -
             (uintptr_t)(address - kernel_virtual + kernel_physical);
    for (size_t i = 0; i < function_count; i++) {
        if (functions[i].start == address) {
            watch(insn, begin_function, &functions[i]);
        }
    }
}

static void watch_user(struct qemu_plugin_insn *insn, size_t program, uint32_t code)
{
    watch(insn, in_user_mode, &programs[program]);
    if ((code & MOVN_X7_MASK) == MOVN_X7) {
        uintptr_t constant = code >> 5 & ((1u << IMMEDIATE_BITS) - 1);

        watch(insn, set_number, (void *)((uintptr_t)program << IMMEDIATE_BITS | constant));
    } else if ((code & MOV_X7_MASK) == MOV_X7) {
        watch(insn, forget_number, &programs[program]);
    } else if ((code & SVC_MASK) == SVC) {
        watch(insn, call, &programs[program]);
    }
}

void plugin_instruction(struct qemu_plugin_insn *insn, bool first)
{
    uint64_t address = qemu_plugin_insn_vaddr(insn);
    uint64_t place = (uintptr_t)qemu_plugin_insn_haddr(insn) - memory;
    uint32_t code = version_code(insn);

    (void)first;
    if (address >= KERNEL_BEGIN) {
        watch_kernel(insn, address);
    }
    for (size_t i = 0; address < KERNEL_BEGIN && memory != 0 && i < program_count; i++) {
        if (place >= programs[i].start && place < programs[i].end) {
            watch_user(insn, i, code);
        }
    }
    version_count(insn, 0);
}

/* Lines of one number, or two, and a name; returns how many. */
static size_t read_ranges(const char *path, struct range *ranges, size_t most, bool has_end)
{
    FILE *file = fopen(path, "r");
    char line[256];
    size_t count = 0;

    if (file == NULL) {
        stop("cannot read the file in programs= or functions=");
    }
    while (fgets(line, sizeof(line), file) != NULL) {
        char *rest = line;

        if (count == most) {
            stop("too many programs or functions");
        }
        ranges[count].start = strtoull(rest, &rest, 16);
        ranges[count].end = has_end ? strtoull(rest, &rest, 16) : 0;
        rest += strspn(rest, " ");
        rest[strcspn(rest, "\n")] = '\0';
        (void)snprintf(ranges[count].name, NAME, "%.*s", NAME - 1, rest);
        count++;
    }
    (void)fclose(file);
    return count;
}

/* Written line by line: the process is killed in the end. */
void plugin_begin(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "out=", 4) == 0) {
            output = fopen(argv[i] + 4, "w");
        } else if (strncmp(argv[i], "programs=", 9) == 0) {
            program_count = read_ranges(argv[i] + 9, programs, PROGRAMS, true);
        } else if (strncmp(argv[i], "functions=", 10) == 0) {
            function_count = read_ranges(argv[i] + 10, functions, FUNCTIONS, false);
        } else if (strncmp(argv[i], "kernel=", 7) == 0) {
            char *colon = argv[i] + 7;

            kernel_virtual = strtoull(colon, &colon, 16);
            kernel_physical = *colon == ':' ? strtoull(colon + 1, NULL, 16) : 0;
        }
    }
    if (output == NULL || program_count == 0 || function_count == 0 || kernel_physical == 0) {
        stop("expected kernel=VIRTUAL:PHYSICAL,programs=FILE,functions=FILE,out=FILE, and to be "
             "able to use them");
    }
    (void)setvbuf(output, NULL, _IOLBF, BUFSIZ);
    version_counters_create(1);
}
