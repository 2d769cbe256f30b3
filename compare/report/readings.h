/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What to make of the figures: the prose of the page, from a file.
 *
 *     # a comment
 *     [section] Its heading
 *     A paragraph, which goes on until an empty line.  `Words` between back quotes are code.
 */
#pragma once

#include "findings.h"

struct reading {
    const char *section;
    const char *text;
    bool heading;
};

struct readings {
    struct reading *list;
    size_t count;
};

/* Reads the file `name`. */
void readings_load(struct readings *readings, struct findings *findings, const char *name);

/* The section's heading; its id if there is none. */
const char *readings_heading(const struct readings *readings, const char *section);

/* Writes the section's paragraphs as HTML. */
void readings_write(const struct readings *readings, const char *section, FILE *out);

/* Prints them as text, in lines of at most `width` characters. */
void readings_print(const struct readings *readings, const char *section, FILE *out, size_t width);
