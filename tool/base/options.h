/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command line.
 */
#pragma once

#include "diag.h"
#include "names.h"

struct options {
    bool help;
    bool version;
    const char *output;
    const char *report;
    const char *board;
    const char *config;
    const char *kernel; /* instead of the SDK's, or NULL */
    bool image_is_elf;  /* else a binary */
    const char *capdl;  /* where the capability distribution goes, or NULL */
    const char *viper;  /* where the prover's input is expected, or NULL */
    const char *diagram; /* where the drawing goes, or NULL */
    bool diagram_is_drawn; /* else it is what Graphviz draws from */
    const char *system;
    const char **search; /* folders in order, the current one first */
    size_t search_count;
};

/* Returns false after reporting what is wrong with the command line.  With
   `help` or `version` nothing else is set. */
bool options_parse(struct arena *arena, struct diag *diag, int argc, char **argv,
                   struct options *options);

void options_print_help(FILE *stream);
