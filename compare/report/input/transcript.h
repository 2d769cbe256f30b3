/* SPDX-License-Identifier: BSD-2-Clause */
/* Consoles of the demonstrations: their lines, and findings made of them. */
#pragma once

#include "findings.h"

struct transcript {
    struct findings *findings;
    const char *name;
    const char **lines; /* without control characters; line number - 1 is the index */
    size_t count;
    const char *config; /* the configuration that findings are of */
};

/* Reads the console in the file `name`; false, and a problem, if it cannot be read or has no line
   that begins with `verdict`. */
bool transcript_load(struct transcript *transcript, struct findings *findings, const char *name,
                     const char *config, const char *verdict);

/* The index of the first line at `from` or later that begins with `start`; `count` if none does. */
size_t transcript_find(const struct transcript *transcript, size_t from, const char *start);

/* Adds REACH with the place `line` (an index). */
void transcript_reach(const struct transcript *transcript, size_t line, const char *kind,
                      const char *id, uint64_t got, uint64_t tried);

/* Adds evidence for `id`. */
void transcript_show(const struct transcript *transcript, size_t line, const char *id,
                     const char *text);

/* Adds that `kind` `id` is missing, and why. */
void transcript_missing(const struct transcript *transcript, const char *kind, const char *id,
                        const char *why);
