/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line, and the files that it names. */
#pragma once

#include "described.h"
#include "diag.h"
#include "search.h"

enum { INPUTS_MOST = 16 };

struct options {
    const char *board;
    const char *config;
    const char *description;
    const char *report; /* NULL: none */
    const char *kernel; /* the ELF file that the image was made with */
    const char *memory; /* the file that QEMU has its RAM in */
    uint64_t memory_base;
    const char *socket; /* of QEMU's debugger interface */
    const char *draw;   /* folder for drawings; NULL: none */
    const char *until[INPUTS_MOST]; /* look again when a line of the console matches */
    size_t until_count;
    unsigned seconds; /* the longest wait for something that is to come */
    const char *search[INPUTS_MOST];
    size_t search_count;
};

/* False after saying what is wrong with it. */
bool options_read(struct options *options, int argc, char **argv);

struct inputs {
    struct arena arena;
    struct diag diag;
    struct source source;
    struct buffer description;
    struct buffer report; /* ends with a NUL */
    const struct board_facts *board;
    struct system *system;
    struct elf_files files;
    const struct elf_file **programs;
    const struct elf_file **symbols;
    struct buffer kernel_bytes;
    struct elf kernel;
};

/* False after saying what is wrong. */
bool inputs_read(struct inputs *inputs, const struct options *options);
void inputs_release(struct inputs *inputs);
